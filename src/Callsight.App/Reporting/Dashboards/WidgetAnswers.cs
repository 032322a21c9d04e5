using System.Text.Json;
using System.Text.Json.Nodes;
using Callsight.Analytics.Funnels;
using Callsight.Analytics.Metrics;
using Callsight.Analytics.Querying;
using Callsight.App.Reporting.Funnels;
using Callsight.App.Tenancy;

namespace Callsight.App.Reporting.Dashboards;

/// <summary>A cell of a heatmap: a weekday and an hour of the wall clock.</summary>
/// <param name="Weekday">From 1, Monday, to 7.</param>
/// <param name="Hour">0 to 23.</param>
/// <param name="Value">Null where a ratio has no denominator.</param>
public sealed record HeatmapCell(int Weekday, int Hour, decimal? Value);

/// <summary>What a widget shows now.</summary>
/// <param name="StartDate">The first of the days shown, in the tenant's zone.</param>
/// <param name="EndDate">The last of them.</param>
/// <param name="Answer">The figures, as <c>POST /analytics/query</c> gives them; of a metric the rows are its sparkline.</param>
/// <param name="Funnel">Of a funnel widget, as <c>POST /analytics/funnels</c> gives it.</param>
/// <param name="Cells">Of a heatmap.</param>
/// <param name="Text">Of a text widget.</param>
public sealed record WidgetData(
    Id<Widget> WidgetId, WidgetType WidgetType, string Title, DateOnly StartDate, DateOnly EndDate, string TimeZone,
    DateTimeOffset AsOf, QueryResponse? Answer = null, FunnelResponse? Funnel = null, IReadOnlyList<HeatmapCell>? Cells = null,
    string? Text = null);

/// <summary>The days and the filter a board shows: its own, or others for the moment.</summary>
internal sealed record BoardDays(DateOnly? StartDate, DateOnly? EndDate, string? Period, JsonElement? Filter);

/// <summary>Answers widgets by the same planner, in the same words, as questions over HTTP.</summary>
internal sealed class WidgetAnswers(
    Questions questions, FunnelQuestions funnels, FunnelRunner follow, PartNames names, ITenantSettings settings, TimeProvider clock)
{
    private const int LongestHeatmapDays = 93;
    private const int DefaultRanks = 10;

    public async Task<Result<WidgetData>> AnswerAsync(Widget widget, BoardDays board, CancellationToken ct)
    {
        var (type, config) = (widget.Type, widget.Read());
        var zone = (await settings.GetAsync(ct)).Zone;
        if (!Days(config, board, zone).TryGet(out var days, out var problem))
            return problem;
        var shown = new WidgetData(widget.Id, type, widget.Title, days.First, days.Last, zone.Id, clock.GetUtcNow());
        switch (type)
        {
            case WidgetType.Text:
                return shown with { Text = config.Text };
            case WidgetType.Funnel:
                return (await FunnelAsync(config.Funnel!, board, days, ct)).Then<WidgetData>(funnel => shown with { Funnel = funnel });
            case WidgetType.Heatmap:
                return (await HeatmapAsync(config, board, days, zone, ct)).Then<WidgetData>(cells => shown with { Cells = cells });
            default:
                return (await AskQuery.AnswerAsync(Request(type, config, board, days), questions, ct))
                    .Then<WidgetData>(answer => shown with { Answer = answer });
        }
    }

    private Result<DayRange> Days(WidgetConfig config, BoardDays board, TenantZone zone)
    {
        if (config.Period is null && board is { StartDate: not null } or { EndDate: not null })
            return Questions.Days(board.StartDate, board.EndDate);
        return new RelativeTime(clock.GetUtcNow(), zone).Days(config.Period ?? board.Period ?? Dashboard.DefaultPeriod)
            .TryGet(out var days, out var problem) ? days : Problem.InvalidField("period", problem.Message);
    }

    private static QueryRequest Request(WidgetType type, WidgetConfig config, BoardDays board, DayRange days)
    {
        var interval = config.Interval ?? (type is WidgetType.Metric or WidgetType.Line ? Natural(days) : Interval.None);
        return new QueryRequest(
            config.Metrics!, config.Dimensions, Both(board.Filter, config.Filter), days.First, days.Last, interval, null, config.Windows,
            config.Compare ?? (type is WidgetType.Metric ? Compare.PreviousPeriod : Compare.None),
            config.OrderBy ?? (type is WidgetType.Leaderboard ? "-" + config.Metrics![0] : null),
            config.Limit ?? (type is WidgetType.Leaderboard ? DefaultRanks : null),
            config.Other ?? (type is WidgetType.Pie ? true : null), null);
    }

    /// <summary>Points enough to see how it goes, and not more than fit.</summary>
    private static Interval Natural(DayRange days) => (days.Last.DayNumber - days.First.DayNumber) switch
    {
        < 2 => Interval.Hour,
        < 93 => Interval.Day,
        < 366 => Interval.Week,
        _ => Interval.Month,
    };

    private async Task<Result<FunnelResponse>> FunnelAsync(
        FunnelDefinition definition, BoardDays board, DayRange days, CancellationToken ct)
    {
        // Who is in the funnel is decided where it is entered.
        var steps = definition.Steps.Select((step, i) => i > 0 ? step : step with { Filter = Both(board.Filter, step.Filter) }).ToList();
        if (!(await funnels.MakeAsync(definition with { Steps = steps }, days.First, days.Last, ct)).TryGet(out var asked, out var problem)
            || !(await follow.AskAsync(asked, ct)).TryGet(out var found, out problem))
            return problem;
        return await FunnelResponse.MakeAsync(asked, found, names, ct);
    }

    /// <summary>Hours of the same name put together: their halves are added, and divided once.</summary>
    private async Task<Result<IReadOnlyList<HeatmapCell>>> HeatmapAsync(
        WidgetConfig config, BoardDays board, DayRange days, TenantZone zone, CancellationToken ct)
    {
        if (days.Last.DayNumber - days.First.DayNumber >= LongestHeatmapDays)
            return Problem.InvalidField("period", $"A heatmap shows {LongestHeatmapDays} days at most.");
        if (!(await questions.MakeAsync(config.Metrics!, days.First, days.Last, null, ct)).TryGet(out var query, out var problem))
            return problem;
        var filter = Filter.Everything;
        if (Both(board.Filter, config.Filter) is { } json && !FilterParser.Parse(json, "filter").TryGet(out filter, out problem))
            return problem;
        if (!Windows.Read(config.Windows).TryGet(out var windows, out problem))
            return problem;
        if (query.Metrics[0].Kind is not (MetricKind.Additive or MetricKind.Ratio))
            return Problem.InvalidField("metrics", "Hours of this metric do not add up. Take one that is additive or a ratio.");
        if (!(await questions.AskForAllAsync(query with { Interval = Interval.Hour, Filter = filter!, Windows = windows }, ct))
                .TryGet(out var answer, out problem))
            return problem;
        return answer.Rows.GroupBy(row => PlaceOf(zone.ToLocal(row.Timestamp!.Value))).OrderBy(hours => hours.Key)
            .Select(hours => new HeatmapCell(hours.Key.Weekday, hours.Key.Hour,
                Figure.Together(query.Metrics[0], [.. hours.Select(h => h.Figures[0])]).Value)).ToList();
    }

    private static (int Weekday, int Hour) PlaceOf(DateTimeOffset local) => ((((int)local.DayOfWeek + 6) % 7) + 1, local.Hour);

    /// <summary>A filter that lets through what both let through.</summary>
    internal static JsonElement? Both(JsonElement? one, JsonElement? other)
    {
        if (one is not { } first || IsNone(first))
            return other is { } second && !IsNone(second) ? second : null;
        if (other is not { } last || IsNone(last))
            return one;
        return JsonSerializer.SerializeToElement(new JsonObject { ["all"] = new JsonArray(Node(first), Node(last)) });

        static JsonNode? Node(JsonElement filter) => JsonNode.Parse(filter.GetRawText());
    }

    /// <summary>Whether a filter lets everything through because nothing stands in it.</summary>
    internal static bool IsNone(JsonElement filter) =>
        filter.ValueKind is JsonValueKind.Null || (filter.ValueKind is JsonValueKind.Object && !filter.EnumerateObject().Any());
}
