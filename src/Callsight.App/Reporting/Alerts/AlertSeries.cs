using Callsight.Analytics.Metrics;
using Callsight.Analytics.Querying;

namespace Callsight.App.Reporting.Alerts;

/// <summary>Intervals with their verdicts, and what was asked for them.</summary>
internal sealed record JudgedSeries(Metric Metric, IReadOnlyList<Judgement> Judged);

/// <summary>Asks for an alert's figures: the same planner, and so the same figures, as any question.</summary>
internal sealed class AlertSeries(Questions questions)
{
    /// <summary>Long series are asked in pieces: the planner gives 2,000 points at once.</summary>
    private const int MostDaysAtOnce = 60;

    /// <summary>The figure and verdict of each interval that is wanted.</summary>
    /// <param name="wanted">How many of the last intervals.</param>
    /// <param name="known">All intervals, with those before that say what is usual.</param>
    public async Task<Result<JudgedSeries>> JudgeAsync(
        AlertDefinition alert, TenantZone zone, IReadOnlyList<TimeBucket> known, int wanted, CancellationToken ct)
    {
        if (alert.Condition.Fault is { } fault)
            return fault;
        var filter = Filter.Everything;
        if (alert.Filter is { } json && !FilterParser.Parse(json, "filter").TryGet(out filter, out var problem))
            return problem;
        Metric? metric = null;
        var figures = new Dictionary<DateTimeOffset, Figure>();
        foreach (var days in Pieces(known, zone, alert.Interval))
        {
            if (!(await questions.MakeAsync([alert.Metric], days.First, days.Last, null, ct)).TryGet(out var query, out problem))
                return Renamed(problem);
            metric = query.Metrics[0];
            if (alert.MinDenominator is not null && metric.Denominator is null)
                return Problem.InvalidField("min_denominator", $"{metric.Key} is no ratio, so there is nothing it is divided by.");
            var asked = query with { Filter = filter!, Zone = zone, Interval = AlertIntervals.KindOf(alert.Interval) };
            if (!(await questions.AskForAllAsync(asked, ct)).TryGet(out var answer, out problem))
                return Renamed(problem);
            foreach (var row in answer.Rows)
                figures[row.Timestamp!.Value.ToUniversalTime()] = row.Figures[0];
        }

        var readings = known.Select(bucket => figures.GetValueOrDefault(bucket.Range.Start) is { } figure
            ? new AlertReading(bucket, Questions.Plain(figure.Value), Questions.Plain(figure.Denominator))
            : new AlertReading(bucket, null, null)).ToList();
        return new JudgedSeries(metric!, JudgeIntervals.Apply(alert, metric!, readings, wanted));
    }

    /// <summary>Days that begin where intervals do, so that none is cut in two.</summary>
    private static IEnumerable<DayRange> Pieces(IReadOnlyList<TimeBucket> known, TenantZone zone, AlertInterval interval)
    {
        var (first, last) = (known[0].Day, zone.ToLocalDay(known[^1].Range.End.AddTicks(-1)));
        if (interval is not AlertInterval.Hour)
        {
            yield return new DayRange(first, last);
            yield break;
        }

        for (var day = first; day <= last; day = day.AddDays(MostDaysAtOnce))
            yield return new DayRange(day, day.AddDays(MostDaysAtOnce - 1) is var end && end < last ? end : last);
    }

    /// <summary>An alert has one metric where a question has several.</summary>
    private static Problem Renamed(Problem problem) => problem with
    {
        Errors = [.. problem.Errors.Select(e => e.Field == "metrics[0]" ? e with { Field = "metric" } : e)],
    };
}
