using System.Text.Json.Nodes;
using Callsight.App.Reporting;
using Callsight.Web.Components;
using Callsight.Web.Components.Shared;

namespace Callsight.Web.Pages.Explore;

/// <summary>An answer as labels and series: along time, or along the groups.</summary>
public sealed record ExplorerPicture(string LabelTitle, IReadOnlyList<string> Labels, IReadOnlyList<Chart.ChartSeries> Series)
{
    public static readonly ExplorerPicture Empty = new("", [], []);

    /// <param name="nothing">What a group without a row has: zero of what is counted, no value of a ratio.</param>
    public static ExplorerPicture Of(QueryResponse answer, string metric, string? by, string interval, decimal? nothing)
    {
        var title = answer.Columns.FirstOrDefault(c => c.Name == metric)?.Title ?? metric;
        if (interval == "none")
            return new ExplorerPicture(
                by is null ? "All" : Show.Word(by), [.. answer.Rows.Select(row => NameOf(row, by))],
                [SeriesOf(title, answer.Rows, metric)]);
        var times = answer.Rows.Select(row => row.At()).Distinct().Order().ToList();
        var labels = times.Select(at => Show.Bucket(at, interval)).ToList();
        if (by is null)
            return new ExplorerPicture("Time", labels, [SeriesOf(title, answer.Rows, metric)]);
        var groups = answer.Rows.GroupBy(row => (Name: NameOf(row, by), Id: row.Text($"{by}_id"), Other: row.Is("other")))
            .OrderBy(g => g.Key.Other).ThenByDescending(g => g.Sum(row => row.Number(metric) ?? 0)).ToList();
        // The order of colours is that of names, so that a group keeps its colour when it overtakes another.
        var colours = groups.Where(g => !g.Key.Other).Select(g => g.Key.Name).Order(StringComparer.Ordinal).ToList();
        return new ExplorerPicture("Time", labels,
        [
            .. groups.Select(group =>
            {
                var byTime = group.ToLookup(row => row.At());
                return new Chart.ChartSeries(group.Key.Name,
                    [.. times.Select(at => byTime[at].FirstOrDefault() is { } row ? row.Number(metric) : nothing)],
                    [.. times.Select(at => Halves(byTime[at].FirstOrDefault(), metric))],
                    Colour: group.Key.Other ? 7 : ColourOf(colours.IndexOf(group.Key.Name)));
            }),
        ]);
    }

    private static Chart.ChartSeries SeriesOf(string title, IReadOnlyList<JsonObject> rows, string metric) =>
        new(title, [.. rows.Select(row => row.Number(metric))], [.. rows.Select(row => Halves(row, metric))]);

    /// <summary>The seventh colour is that of everything else.</summary>
    private static int ColourOf(int place) => place < 6 ? place + 1 : place + 2;

    private static string NameOf(JsonObject row, string? by) =>
        row.Is("other") ? "Other" : by is null ? "All" : row.Text(by) is { Length: > 0 } name ? name : "None";

    private static string? Halves(JsonObject? row, string metric) => row.Halves(metric) is ({ } above, { } below)
        ? FormattableString.Invariant($"{above:#,0.##} of {below:#,0.##}") : null;
}
