using SkiaSharp;

namespace Callsight.App.Reporting.Reports.Writing;

/// <summary>Draws on a page of a PDF.</summary>
internal sealed class SkiaDrawing(SKCanvas canvas) : IDrawing
{
    public float Measure(string text, float size) => PdfFonts.Measure(text, size, false);

    public void Write(string text, float x, float y, float size, Ink ink, Align align) =>
        Write(text, x, y, size, Colour(ink), align, false);

    public void Write(string text, float x, float y, float size, SKColor colour, Align align, bool isBold)
    {
        using var paint = new SKPaint { Color = colour, IsAntialias = true };
        using var font = PdfFonts.Of(size, isBold);
        var side = align switch { Align.Middle => SKTextAlign.Center, Align.End => SKTextAlign.Right, _ => SKTextAlign.Left };
        canvas.DrawText(text, x, y, side, font, paint);
    }

    public void Line(IReadOnlyList<(float X, float Y)> points, Ink ink, float width, bool isDashed)
    {
        using var paint = new SKPaint
        {
            Color = Colour(ink),
            StrokeWidth = width,
            IsStroke = true,
            IsAntialias = true,
            StrokeJoin = SKStrokeJoin.Round,
        };
        using var dashes = isDashed ? SKPathEffect.CreateDash([4, 3], 0) : null;
        paint.PathEffect = dashes;
        using var path = new SKPathBuilder();
        path.MoveTo(points[0].X, points[0].Y);
        foreach (var (x, y) in points.Skip(1))
            path.LineTo(x, y);
        using var drawn = path.Detach();
        canvas.DrawPath(drawn, paint);
    }

    public void Box(float x, float y, float width, float height, Ink ink, string? says)
    {
        using var paint = new SKPaint { Color = Colour(ink), IsAntialias = true };
        canvas.DrawRoundRect(x, y, width, height, 1.5f, 1.5f, paint);
    }

    public void Dot(float x, float y, float radius, Ink ink, string? says)
    {
        using var paint = new SKPaint { Color = Colour(ink), IsAntialias = true };
        canvas.DrawCircle(x, y, radius, paint);
    }

    public static SKColor Colour(Ink ink) => SKColor.Parse(Palette.Light[(int)ink]);
}
