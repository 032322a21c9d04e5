using System.Text.Json.Nodes;
using Callsight.Analytics.Querying;
using Callsight.App.Http;
using Microsoft.AspNetCore.Mvc;

namespace Callsight.App.Reporting;

/// <param name="Change">Against the point before.</param>
public sealed record TrendPoint(DateTimeOffset Timestamp, decimal? Value, decimal? Change);

/// <summary>The trend of one value of a dimension.</summary>
public sealed record TrendSeries(string? Name, Guid? Id, IReadOnlyList<TrendPoint> Points);

/// <summary>A metric over time; every interval has a point, also where nothing happened.</summary>
public sealed record TrendView(
    string Metric, string Unit, IReadOnlyList<TrendPoint> Points, IReadOnlyList<TrendSeries>? Series, JsonObject? Comparison);

internal static class ShowTrend
{
    /// <summary>As many lines as a chart can tell apart; the largest by the whole period.</summary>
    private const int MostSeries = 20;

    public static void Map(RouteGroupBuilder analytics) => analytics
        .MapGet("/trends", HandleAsync).WithName("Trend").WithSummary("A metric over time, zero-filled")
        .WithDescription($"By day where no interval is said. With group_by also the {MostSeries} largest series.");

    public static async Task<Answer<TrendView>> HandleAsync(
        string metric, [AsParameters] Period period, Interval? interval, [FromQuery(Name = "group_by")] string? groupBy, Compare? compare,
        Questions questions, CancellationToken ct)
    {
        if (!(await questions.MakeAsync([metric], period.StartDate, period.EndDate, null, ct)).TryGet(out var query, out var problem))
            return problem;
        var asked = query with
        {
            Interval = interval is null or Interval.None ? Interval.Day : interval.Value,
            Compare = compare ?? Compare.None,
        };
        if (!(await questions.AskForAllAsync(asked, ct)).TryGet(out var answer, out problem))
            return problem;
        List<TrendSeries>? series = null;
        if (groupBy is not null && !(await SeriesAsync(asked, groupBy, answer.Rows, questions, ct)).TryGet(out series, out problem))
            return problem;
        return new TrendView(metric, Data.SnakeCase.Of(asked.Metrics[0].Unit.ToString()), Points(asked, answer.Rows, answer.Rows), series,
            Questions.Comparison(answer));
    }

    private static async Task<Result<List<TrendSeries>>> SeriesAsync(
        AnalyticsQuery asked, string groupBy, IReadOnlyList<AnswerRow> whole, Questions questions, CancellationToken ct)
    {
        var grouped = asked with { Dimensions = [groupBy], Compare = Compare.None };
        if (!(await questions.AskAsync(grouped with { Interval = Interval.None, Limit = MostSeries }, ct))
                .TryGet(out var largest, out var problem))
            return problem with { Errors = [.. problem.Errors.Select(e => e with { Field = "group_by" })] };
        if (!(await questions.AskForAllAsync(grouped, ct)).TryGet(out var answer, out problem))
            return problem;
        var names = await questions.RowsAsync(largest, ct);
        var byValue = answer.Rows.ToLookup(row => row.Dimensions[0]);
        return largest.Rows.Zip(names, (row, name) => new TrendSeries(
            name[groupBy]?.ToString(), row.Dimensions[0] as Guid?, Points(asked, byValue[row.Dimensions[0]], whole))).ToList();
    }

    /// <summary>A point for each interval; <paramref name="times"/> are those of the whole series, which has every one.</summary>
    private static List<TrendPoint> Points(AnalyticsQuery asked, IEnumerable<AnswerRow> rows, IEnumerable<AnswerRow> times)
    {
        var known = rows.ToDictionary(row => row.Timestamp!.Value, row => row.Figures[0]);
        decimal? nothing = asked.Metrics[0] is { Denominator: null, HasNoZero: false } ? 0 : null;
        var points = new List<TrendPoint>();
        foreach (var at in times.Select(row => row.Timestamp!.Value))
        {
            var value = known.TryGetValue(at, out var figure) ? figure.Value : nothing;
            points.Add(new TrendPoint(at, Questions.Plain(value), points.Count == 0 ? null : Questions.Plain(value - points[^1].Value)));
        }

        return points;
    }
}
