using System.Globalization;
using System.Text.Json.Nodes;
using Callsight.App.Reporting;
using Callsight.Web.Components;
using Callsight.Web.Components.Shared;

namespace Callsight.Web.Pages.Explore;

/// <summary>An answer as labels and series: along time, or along the groups.</summary>
public sealed record ExplorerPicture(string LabelTitle, IReadOnlyList<string> Labels, IReadOnlyList<Chart.ChartSeries> Series)
{
    private const string NoValue = "None";

    public static readonly ExplorerPicture Empty = new("", [], []);

    /// <param name="nothing">What a group without a row has: zero of what is counted, no value of a ratio.</param>
    public static ExplorerPicture Of(QueryResponse answer, string metric, string? by, string interval, decimal? nothing) =>
        Of(answer, [metric], by is null ? [] : [by], interval, nothing);

    /// <summary>Several figures side by side; by groups over time the first of them only.</summary>
    public static ExplorerPicture Of(
        QueryResponse answer, IReadOnlyList<string> metrics, IReadOnlyList<string> by, string interval, decimal? nothing)
    {
        if (interval == "none")
            return new ExplorerPicture(
                by.Count == 0 ? "All" : string.Join(" and ", by.Select(Show.Word)), [.. answer.Rows.Select(row => NameOf(row, by))],
                SeriesOf(answer, answer.Rows, metrics));
        var times = answer.Rows.Select(row => row.At()).Distinct().Order().ToList();
        var labels = Labelled(times, interval);
        if (by.Count == 0)
            return new ExplorerPicture("Time", labels, SeriesOf(answer, answer.Rows, metrics));
        var metric = metrics[0];
        var groups = answer.Rows.GroupBy(row => (Name: NameOf(row, by), Id: IdOf(row, by), Other: row.Is("other")))
            .OrderBy(g => g.Key.Other).ThenByDescending(g => g.Sum(row => row.Number(metric) ?? 0)).ToList();
        // The order of colours is that of names, so that a group keeps its colour when it overtakes another.
        var colours = groups.Where(g => !g.Key.Other && g.Key.Name != NoValue).Select(g => g.Key.Name)
            .Order(StringComparer.Ordinal).ToList();
        return new ExplorerPicture("Time", labels,
        [
            .. groups.Select(group =>
            {
                var byTime = group.ToLookup(row => row.At());
                return new Chart.ChartSeries(group.Key.Name,
                    [.. times.Select(at => byTime[at].FirstOrDefault() is { } row ? row.Number(metric) : nothing)],
                    [.. times.Select(at => byTime[at].FirstOrDefault().HalvesWords(metric))],
                    Colour: group.Key.Other ? 7 : group.Key.Name == NoValue ? 8 : ColourOf(colours.IndexOf(group.Key.Name)));
            }),
        ]);
    }

    /// <summary>The period before as a lighter line behind the first figure.</summary>
    public ExplorerPicture Behind(QueryResponse before, string metric, string words) => Series.Count != 1 ? this : this with
    {
        Series =
        [
            new Chart.ChartSeries(words, [.. before.Rows.Take(Labels.Count).Select(row => row.Number(metric))],
                [.. before.Rows.Take(Labels.Count).Select(row => row.HalvesWords(metric))], IsFaint: true, Colour: 7),
            Series[0],
        ],
    };

    /// <summary>The value of a group as people read it.</summary>
    public static string NameOf(JsonObject row, IReadOnlyList<string> by) =>
        row.Is("other") ? "Other" : by.Count == 0 ? "All"
        : string.Join(" · ", by.Select(d => row.Text(d) is { Length: > 0 } name ? name : NoValue));

    /// <summary>Starts of intervals; hours of several days say which day.</summary>
    private static List<string> Labelled(List<DateTimeOffset> times, string interval) =>
        interval == "hour" && times is [var first, .., var last] && first.Date != last.Date
        ? times.ConvertAll(at => at.ToString("d MMM HH:mm", CultureInfo.InvariantCulture))
        : times.ConvertAll(at => Show.Bucket(at, interval));

    private static List<Chart.ChartSeries> SeriesOf(QueryResponse answer, IReadOnlyList<JsonObject> rows, IReadOnlyList<string> metrics) =>
        [.. metrics.Select((metric, index) => new Chart.ChartSeries(
            answer.Columns.FirstOrDefault(c => c.Name == metric)?.Title ?? metric,
            [.. rows.Select(row => row.Number(metric))], [.. rows.Select(row => row.HalvesWords(metric))],
            Colour: ColourOf(index)))];

    private static string IdOf(JsonObject row, IReadOnlyList<string> by) => string.Join(' ', by.Select(d => row.Text($"{d}_id")));

    /// <summary>The seventh colour is that of everything else.</summary>
    private static int ColourOf(int place) => place < 6 ? place + 1 : place + 2;
}
