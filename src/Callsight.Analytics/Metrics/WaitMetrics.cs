using Callsight.Analytics.Schema;
using static Callsight.Analytics.Metrics.Agg;

namespace Callsight.Analytics.Metrics;

/// <summary>How long callers wait, and after how long they give up. Booked where the call starts; a wait that is not known counts nowhere.</summary>
public static class WaitMetrics
{
    internal static readonly Aggregate AnsweredWaits = CallMetrics.Answered.WhereKnown("wait_ms");
    internal static readonly Aggregate AbandonedWaits = CallMetrics.Abandoned.WhereKnown("wait_ms");

    private static readonly Aggregate Waited = Inbound("wait_ms").Where("is_answered").WhereKnown("wait_ms");

    public static readonly Metric AverageSpeedOfAnswer = Metric.Ratio("average_speed_of_answer", "Average speed of answer",
        Unit.Seconds, Better.Down, Waited, AnsweredWaits,
        "How long callers waited who were answered. Those who gave up are not in it.");

    public static readonly Metric WaitTimeP50 = Wait("wait_time_p50", "Median wait", 0.5,
        "Half of the answered callers waited no longer than this.");

    public static readonly Metric WaitTimeP90 = Wait("wait_time_p90", "Wait, 90th percentile", 0.9,
        "Nine of ten answered callers waited no longer than this.");

    public static readonly Metric WaitTimeP95 = Wait("wait_time_p95", "Wait, 95th percentile", 0.95,
        "Nineteen of twenty answered callers waited no longer than this.");

    public static readonly Metric LongestWait = Metric.Single("longest_wait", "Longest wait", Unit.Seconds, Better.Down,
        MostMilliseconds(Facts.Calls, "wait_ms", "started_at").Where("direction", "inbound"),
        "The longest time any inbound caller of the period waited, answered or not.");

    public static readonly Metric AverageAbandonTime = Metric.Ratio("average_abandon_time", "Average abandon time", Unit.Seconds,
        Better.Neither, Inbound("wait_ms").Where("status", "abandoned").WhereKnown("wait_ms"), AbandonedWaits,
        "How long callers waited who gave up.");

    public static readonly Metric ShortAbandons = Short(MetricSettings.Default, null);

    public static readonly Metric AbandonmentRateWithoutShort = WithoutShort(MetricSettings.Default, null);

    internal static readonly AdjustableMetric[] Adjustable =
    [
        new(ShortAbandons.Key, true, Short), new(AbandonmentRateWithoutShort.Key, true, WithoutShort),
    ];

    private static Metric Short(MetricSettings settings, long? thresholdMilliseconds) => Metric.Additive(
        "short_abandons", "Short abandons", Unit.Count, Better.Neither,
        AbandonedWaits.WhereWhole("wait_ms", Compared.AtMost, Limit(settings, thresholdMilliseconds)),
        "Callers who gave up so soon that they did not really wait: within the tenant's limit, 5 seconds where nothing is said.") with
    {
        Variant = Within(settings, thresholdMilliseconds),
    };

    private static Metric WithoutShort(MetricSettings settings, long? thresholdMilliseconds)
    {
        var isShort = AbandonedWaits.WhereWhole("wait_ms", Compared.AtMost, Limit(settings, thresholdMilliseconds));
        return Metric.Ratio("abandonment_rate_without_short", "Abandonment rate without short abandons", Unit.Percent, Better.Down,
            CallMetrics.Abandoned - isShort, CallMetrics.Offered - isShort,
            "Abandoned calls of all inbound calls, short abandons left out of both.") with
        {
            Variant = Within(settings, thresholdMilliseconds),
        };
    }

    internal static long Limit(MetricSettings settings, long? thresholdMilliseconds) =>
        thresholdMilliseconds ?? (settings.ShortAbandonSeconds * 1_000L);

    private static string Within(MetricSettings settings, long? thresholdMilliseconds) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"short within {Limit(settings, thresholdMilliseconds) / 1_000m} s");

    private static Aggregate Inbound(string column) =>
        SumMilliseconds(Facts.Calls, column, "started_at").Where("direction", "inbound");

    private static Metric Wait(string key, string title, double fraction, string description) => Metric.Single(key, title, Unit.Seconds,
        Better.Down, QuantileMilliseconds(fraction, Facts.Calls, "started_at", "wait_ms").Where("direction", "inbound")
            .Where("is_answered").WhereKnown("wait_ms"), description);
}
