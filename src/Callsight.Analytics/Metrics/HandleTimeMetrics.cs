using Callsight.Analytics.Schema;
using static Callsight.Analytics.Metrics.Agg;

namespace Callsight.Analytics.Metrics;

/// <summary>How long callers wait and calls take. Averages are sums divided by counts, never means of means.</summary>
public static class HandleTimeMetrics
{
    internal static readonly Aggregate Talk = Ended("talk_ms");
    internal static readonly Aggregate Hold = Ended("hold_ms");
    internal static readonly Aggregate WrapUp = Ended("wrap_up_ms");
    internal static readonly Half OnContact = Talk + Hold + WrapUp;

    private static readonly Aggregate Answered = CallMetrics.Offered.Where("is_answered").WhereKnown("wait_ms");
    private static readonly Aggregate Abandoned = CallMetrics.Abandoned.WhereKnown("wait_ms");

    public static readonly Metric AverageSpeedOfAnswer = Metric.Ratio("average_speed_of_answer", "Average speed of answer",
        Unit.Seconds, Better.Down,
        SumMilliseconds(Facts.Calls, "wait_ms", "started_at").Where("direction", "inbound").Where("is_answered")
            .WhereKnown("wait_ms"), Answered,
        "How long callers waited who were answered. Those who gave up are not in it.");

    public static readonly Metric ServiceLevel = Metric.Ratio("service_level", "Service level", Unit.Percent, Better.Up,
        Answered.WhereAtMost("wait_ms", "service_level_ms") + Abandoned.WhereAtMost("wait_ms", "service_level_ms"),
        Answered + Abandoned,
        "Variant 1: (answered + abandoned within the queue's promised time) of (answered + abandoned). Calls whose wait is not " +
        "known are left out.");

    public static readonly Metric AverageCallTime = Metric.Ratio("average_call_time", "Average call time", Unit.Seconds,
        Better.Neither, Talk, CallMetrics.Handled, "Talk time of handled calls, divided by their number.");

    public static readonly Metric AverageHandleTime = Metric.Ratio("average_handle_time", "Average handle time", Unit.Seconds,
        Better.Down, OnContact, CallMetrics.Handled,
        "How long a handled call keeps an agent busy: talking, on hold and writing up.");

    public static readonly Metric AverageHoldTime = Metric.Ratio("average_hold_time", "Average hold time", Unit.Seconds,
        Better.Down, Hold, CallMetrics.Handled, "Time on hold, over all handled calls.");

    public static readonly Metric AverageWrapUpTime = Metric.Ratio("average_wrap_up_time", "Average wrap-up time",
        Unit.Seconds, Better.Down, WrapUp, CallMetrics.Handled, "Work after the call, over all handled calls.");

    private static Aggregate Ended(string column) =>
        SumMilliseconds(Facts.Calls, column, "ended_at").Where("is_answered");
}
