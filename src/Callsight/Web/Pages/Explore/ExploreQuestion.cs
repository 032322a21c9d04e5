using System.Text.Json;
using Callsight.Analytics.Metrics;
using Callsight.App.Reporting;
using Callsight.Web.Api;

namespace Callsight.Web.Pages.Explore;

/// <summary>What somebody explores: all of it stands in the address and is read back from there.</summary>
/// <param name="Interval">As the address says it; null for what suits the days.</param>
public sealed record ExploreQuestion(
    IReadOnlyList<string> Metrics, IReadOnlyList<string> By, JsonElement? Filter, string? Interval, string Chart)
{
    public const int MostMetrics = 10, MostDimensions = 3;
    private const int MostSeries = 7, MostBars = 24, MostSlices = 7, MostRows = 200;

    public static readonly string[] Intervals = ["none", "hour", "day", "week", "month", "quarter", "year"];

    /// <summary>Line, bar, stacked, pie and table.</summary>
    public static readonly string[] Charts = ["line", "bar", "stacked", "pie", "table"];

    /// <summary>Reads an address; what makes no sense is left out.</summary>
    public static ExploreQuestion Read(string[]? metrics, string[]? by, string? filter, string? interval, string? chart)
    {
        var named = (metrics ?? []).Where(m => m.Length > 0).Distinct().Take(MostMetrics).ToList();
        return new ExploreQuestion(
            named.Count == 0 ? ["calls_total"] : named, [.. (by ?? []).Where(d => d.Length > 0).Distinct().Take(MostDimensions)],
            JsonOf(filter), Intervals.Contains(interval) ? interval : null, Charts.Contains(chart) ? chart! : "line");
    }

    /// <summary>A filter as an address has it; null where it is no JSON.</summary>
    public static JsonElement? JsonOf(string? text)
    {
        try
        {
            return string.IsNullOrWhiteSpace(text) ? null : JsonSerializer.Deserialize<JsonElement>(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The interval that is asked: a pie has none.</summary>
    public string IntervalFor(DaySpan days) => Chart == "pie" ? "none" : Interval ?? (By.Count > 1 ? "none" : days.Interval);

    /// <summary>Whether its answer is drawn over time.</summary>
    public bool IsOverTime(DaySpan days) => IntervalFor(days) != "none";

    /// <summary>How it is drawn: what has no time is no line.</summary>
    public string KindFor(DaySpan days) => Chart == "line" && !IsOverTime(days) ? "bar" : Chart;

    public string Address(DaySpan days) => "/explore?" + Query(days);

    public string Query(DaySpan days) => string.Join('&',
    [
        days.PageQuery,
        .. Metrics.Select(m => "metric=" + Uri.EscapeDataString(m)),
        .. By.Select(d => "by=" + Uri.EscapeDataString(d)),
        .. Filter is { } filter ? ["filter=" + Uri.EscapeDataString(filter.GetRawText())] : Array.Empty<string>(),
        .. Interval is null ? Array.Empty<string>() : ["interval=" + Interval],
        "chart=" + Chart,
    ]);

    /// <summary>As the API is asked. The groups beyond those that can be told apart are one more.</summary>
    public Question ToQuestion(DaySpan days) => new(
        Metrics, days.From, days.To, By.Count == 0 ? null : By, Filter, IntervalFor(days), Limit: Limit(days),
        Other: By.Count > 0 && Chart != "table" ? true : null,
        OrderBy: By.Count > 0 && !IsOverTime(days) ? "-" + Metrics[0] : null);

    private int? Limit(DaySpan days) => Chart == "table" ? MostRows : By.Count == 0 ? null
        : Chart == "pie" ? MostSlices : IsOverTime(days) ? MostSeries : MostBars;

    /// <summary>Whether parts of the figure make the whole, so that shares and stacks of it mean something.</summary>
    public static bool AddsUp(MetricView metric) => metric.Kind is MetricKind.Additive;
}
