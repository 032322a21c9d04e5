using System.Globalization;
using System.Net;
using System.Text;

namespace Callsight.App.Reporting.Reports.Writing;

/// <summary>Draws as SVG; colours are classes, so that one picture suits light and dark.</summary>
internal sealed class SvgDrawing : IDrawing
{
    private readonly StringBuilder svg = new();

    /// <summary>Letters of a system font are about so wide, in parts of their size.</summary>
    private const float LetterWidth = 0.56f;

    public static string Draw(ReportChart chart, string title, string currency, float width)
    {
        var (to, height) = (new SvgDrawing(), ChartDrawing.HeightOf(chart));
        ChartDrawing.Draw(to, chart, currency, width, height);
        return string.Create(CultureInfo.InvariantCulture,
            $"<svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{Safe(title)}\">{to.svg}</svg>");
    }

    public static string Safe(string text) => WebUtility.HtmlEncode(text);

    public float Measure(string text, float size) => text.Length * size * LetterWidth;

    public void Write(string text, float x, float y, float size, Ink ink, Align align) => svg.Append(CultureInfo.InvariantCulture,
        $"<text x=\"{x:0.##}\" y=\"{y:0.##}\" font-size=\"{size:0.#}\" class=\"f{(int)ink}\" " +
        $"text-anchor=\"{Anchor(align)}\">{Safe(text)}</text>");

    public void Line(IReadOnlyList<(float X, float Y)> points, Ink ink, float width, bool isDashed)
    {
        svg.Append("<polyline fill=\"none\" points=\"");
        foreach (var (x, y) in points)
            svg.Append(CultureInfo.InvariantCulture, $"{x:0.##},{y:0.##} ");
        svg.Append(CultureInfo.InvariantCulture, $"\" class=\"s{(int)ink}\" stroke-width=\"{width:0.##}\"")
            .Append(isDashed ? " stroke-dasharray=\"4 3\"/>" : "/>");
    }

    public void Box(float x, float y, float width, float height, Ink ink, string? says) => svg.Append(CultureInfo.InvariantCulture,
        $"<rect x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{width:0.##}\" height=\"{height:0.##}\" rx=\"1.5\" " +
        $"class=\"f{(int)ink}\">{Title(says)}</rect>");

    public void Dot(float x, float y, float radius, Ink ink, string? says) => svg.Append(CultureInfo.InvariantCulture,
        $"<circle cx=\"{x:0.##}\" cy=\"{y:0.##}\" r=\"{radius:0.##}\" class=\"f{(int)ink}\">{Title(says)}</circle>");

    private static string Title(string? says) => says is null ? "" : $"<title>{Safe(says)}</title>";

    private static string Anchor(Align align) => align switch { Align.Middle => "middle", Align.End => "end", _ => "start" };
}
