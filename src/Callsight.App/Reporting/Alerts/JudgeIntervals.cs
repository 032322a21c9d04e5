using Callsight.Analytics.Metrics;

namespace Callsight.App.Reporting.Alerts;

/// <summary>What an interval means for an alert. Between: on the way back, but not there yet.</summary>
public enum AlertVerdict
{
    Ok, Between, Breach, None,
}

/// <summary>Why there is no verdict.</summary>
public enum NoVerdict
{
    /// <summary>Nothing to divide by, or nothing to take the middle of.</summary>
    NoValue,

    /// <summary>Fewer things in the denominator than the alert asks for.</summary>
    TooFew,

    /// <summary>Fewer than six earlier values of the same season.</summary>
    TooLittleHistory,
}

/// <summary>The figure of an interval, the same as a query's.</summary>
/// <param name="Denominator">Null for a figure that is no ratio.</param>
internal sealed record AlertReading(TimeBucket Bucket, decimal? Value, decimal? Denominator);

/// <summary>An interval with its verdict.</summary>
/// <param name="Expected">What is usual, for an anomaly.</param>
/// <param name="Low">Below it (for a threshold: at it) begins the breach; null where small values are not meant.</param>
internal sealed record Judgement(
    AlertReading Reading, AlertVerdict Verdict, NoVerdict? Reason, decimal? Expected, decimal? Low, decimal? High)
{
    public DateTimeOffset Start => Reading.Bucket.Range.Start;

    public DateTimeOffset End => Reading.Bucket.Range.End;

    /// <summary>How far beyond the threshold or the band.</summary>
    public decimal? Excess => Reading.Value is not { } value ? null : Math.Max(value - (High ?? value), (Low ?? value) - value);
}

/// <summary>Gives intervals their verdicts. Pure: the same figures, the same verdicts.</summary>
internal static class JudgeIntervals
{
    /// <param name="readings">All intervals that are known, oldest first.</param>
    /// <param name="count">For how many of the last ones verdicts are wanted.</param>
    public static List<Judgement> Apply(AlertDefinition alert, Metric metric, IReadOnlyList<AlertReading> readings, int count)
    {
        var judged = new List<Judgement>();
        for (var i = Math.Max(0, readings.Count - count); i < readings.Count; i++)
        {
            var reading = readings[i];
            NoVerdict? reason = reading.Value is null ? NoVerdict.NoValue : IsEnough(alert, reading) ? null : NoVerdict.TooFew;
            judged.Add(alert.Condition.Anomaly is { } anomaly
                ? Unusual(alert, anomaly, metric, readings, i, reason)
                : Beyond(alert.Condition, reading, reason));
        }

        return judged;
    }

    private static Judgement Beyond(AlertCondition condition, AlertReading reading, NoVerdict? reason) => new(
        reading,
        reason is not null ? AlertVerdict.None
            : condition.IsBreach(reading.Value!.Value) ? AlertVerdict.Breach
            : condition.IsClear(reading.Value.Value) ? AlertVerdict.Ok : AlertVerdict.Between,
        reason, null, condition.IsUpper ? null : condition.Value, condition.IsUpper ? condition.Value : null);

    private static Judgement Unusual(
        AlertDefinition alert, AlertAnomaly anomaly, Metric metric, IReadOnlyList<AlertReading> readings, int index, NoVerdict? reason)
    {
        var reading = readings[index];
        var season = AlertIntervals.SeasonOf(reading.Bucket, alert.Interval);
        // Noughts before the first thing happened are no history.
        var history = readings.Take(index).SkipWhile(r => r.Value is null or 0)
            .Where(r => AlertIntervals.SeasonOf(r.Bucket, alert.Interval) == season && r.Value is not null && IsEnough(alert, r))
            .Select(r => r.Value!.Value).ToList();
        var band = AnomalyBand.Of(anomaly, metric, history, reading.Denominator);
        reason ??= band is null ? NoVerdict.TooLittleHistory : null;
        var verdict = reason is not null ? AlertVerdict.None
            : reading.Value < band!.Low || reading.Value > band.High ? AlertVerdict.Breach : AlertVerdict.Ok;
        return new Judgement(reading, verdict, reason, band?.Expected, band?.Low, band?.High);
    }

    private static bool IsEnough(AlertDefinition alert, AlertReading reading) =>
        alert.MinDenominator is not { } least || reading.Denominator is null || reading.Denominator >= least;
}
