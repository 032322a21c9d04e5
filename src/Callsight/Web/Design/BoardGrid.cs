using System.Globalization;
using System.Text;

namespace Callsight.Web.Design;

/// <summary>The places of a board's grid as classes: styles inside a page are not allowed, and a script would come too late.</summary>
internal static class BoardGrid
{
    private const int Columns = 12, MostRows = 200, Tallest = 20;

    /// <summary>Rules such as <c>.x-3</c>, <c>.y-10</c>, <c>.w-6</c>, <c>.h-4</c>; for screens that are wide enough.</summary>
    public static string Css { get; } = Write();

    private static string Write()
    {
        var css = new StringBuilder("@media (min-width: 761px) {\n");
        for (var x = 0; x < Columns; x++)
            Rule($"x-{x}", "grid-column-start", $"{x + 1}");
        for (var w = 1; w <= Columns; w++)
            Rule($"w-{w}", "grid-column-end", $"span {w}");
        for (var y = 0; y < MostRows; y++)
            Rule($"y-{y}", "grid-row-start", $"{y + 1}");
        for (var h = 1; h <= Tallest; h++)
            Rule($"h-{h}", "grid-row-end", $"span {h}");
        return css.Append("}\n").ToString();

        void Rule(string name, string property, string value) =>
            css.Append(CultureInfo.InvariantCulture, $".grid-board > .{name} {{ {property}: {value}; }}\n");
    }
}
