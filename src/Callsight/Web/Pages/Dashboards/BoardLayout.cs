using Callsight.App.Reporting.Dashboards;

namespace Callsight.Web.Pages.Dashboards;

/// <summary>Where the widgets of a board stand: none over another, and none with a gap above it that it would fit into.</summary>
internal static class BoardLayout
{
    public const int TallestWidget = 20;

    /// <summary>
    /// Puts one widget where somebody wants it. It takes precedence: those in its way go down, and all close up to the top.
    /// </summary>
    /// <returns>Every place, in the order given.</returns>
    public static IReadOnlyList<WidgetPosition> Move(IReadOnlyList<WidgetPosition> places, int moved, WidgetPosition wanted)
    {
        var asked = places.ToArray();
        asked[moved] = Bound(wanted);
        var settled = new WidgetPosition[asked.Length];
        var standing = new List<WidgetPosition>(asked.Length);
        foreach (var i in Enumerable.Range(0, asked.Length).OrderBy(i => asked[i].Y).ThenBy(i => i != moved).ThenBy(i => asked[i].X))
        {
            var place = asked[i];
            while (place.Y > 0 && !Collides(place with { Y = place.Y - 1 }))
                place = place with { Y = place.Y - 1 };
            while (Collides(place))
                place = place with { Y = place.Y + 1 };
            standing.Add(settled[i] = place);
        }

        return settled;

        bool Collides(WidgetPosition place) => standing.Any(other => Overlap(place, other));
    }

    /// <summary>The nearest place on the grid.</summary>
    private static WidgetPosition Bound(WidgetPosition place)
    {
        var w = Math.Clamp(place.W, 1, WidgetPosition.Columns);
        return new WidgetPosition(
            Math.Clamp(place.X, 0, WidgetPosition.Columns - w), Math.Max(0, place.Y), w, Math.Clamp(place.H, 1, TallestWidget));
    }

    internal static bool Overlap(WidgetPosition one, WidgetPosition other) =>
        one.X < other.X + other.W && other.X < one.X + one.W && one.Y < other.Y + other.H && other.Y < one.Y + one.H;
}
