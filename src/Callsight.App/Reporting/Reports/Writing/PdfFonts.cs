using System.Reflection;
using SkiaSharp;

namespace Callsight.App.Reporting.Reports.Writing;

/// <summary>The letters of PDFs: DejaVu Sans, carried along, so that reports look the same on a machine without fonts.</summary>
internal static class PdfFonts
{
    private static readonly SKTypeface Regular = Load("DejaVuSans.ttf");
    private static readonly SKTypeface Bold = Load("DejaVuSans-Bold.ttf");

    public static SKFont Of(float size, bool isBold) => new(isBold ? Bold : Regular, size) { Subpixel = true };

    public static float Measure(string text, float size, bool isBold)
    {
        using var font = Of(size, isBold);
        return font.MeasureText(text);
    }

    private static SKTypeface Load(string name)
    {
        using var font = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Fonts.{name}")!;
        return SKTypeface.FromStream(font);
    }
}
