using Callsight.Analytics.Schema;
using static Callsight.Analytics.Metrics.Agg;

namespace Callsight.Analytics.Metrics;

/// <summary>How long calls take. All of a call counts where its contact ends; averages are sums divided by counts, never means of means.</summary>
public static class HandleTimeMetrics
{
    internal static readonly Aggregate Talk = Ended("talk_ms");
    internal static readonly Aggregate Hold = Ended("hold_ms");
    internal static readonly Aggregate WrapUp = Ended("wrap_up_ms");
    internal static readonly Half OnContact = Talk + Hold + WrapUp;

    private static readonly Aggregate Held = CallMetrics.Handled.WhereWhole("hold_ms", Compared.Over, 0);

    public static readonly Metric TalkTime = Metric.Additive("talk_time", "Talk time", Unit.Seconds, Better.Neither, Talk,
        "Talk time of the calls handled in the period.");

    public static readonly Metric HoldTime = Metric.Additive("hold_time", "Hold time", Unit.Seconds, Better.Neither, Hold,
        "Time on hold of the calls handled in the period.");

    public static readonly Metric WrapUpTime = Metric.Additive("wrap_up_time", "Wrap-up time", Unit.Seconds, Better.Neither, WrapUp,
        "Work after the call, of the calls handled in the period.");

    public static readonly Metric HandleTime = Metric.Additive("handle_time", "Handle time", Unit.Seconds, Better.Neither, OnContact,
        "Talking, on hold and writing up, of the calls handled in the period.");

    public static readonly Metric AverageCallTime = Metric.Ratio("average_call_time", "Average call time", Unit.Seconds,
        Better.Neither, Talk, CallMetrics.Handled, "Talk time of handled calls, divided by their number.");

    public static readonly Metric AverageHandleTime = Metric.Ratio("average_handle_time", "Average handle time", Unit.Seconds,
        Better.Down, OnContact, CallMetrics.Handled,
        "How long a handled call keeps an agent busy: talking, on hold and writing up.");

    public static readonly Metric AverageHoldTime = Metric.Ratio("average_hold_time", "Average hold time", Unit.Seconds,
        Better.Down, Hold, CallMetrics.Handled, "Time on hold, over all handled calls.");

    public static readonly Metric AverageHoldTimeOfHeld = Metric.Ratio("average_hold_time_of_held", "Average hold time of held calls",
        Unit.Seconds, Better.Down, Hold, Held, "Time on hold, over the handled calls that were put on hold.");

    public static readonly Metric HoldRate = Metric.Ratio("hold_rate", "Hold rate", Unit.Percent, Better.Down, Held,
        CallMetrics.Handled, "Handled calls that were put on hold, of all handled calls.");

    public static readonly Metric Holds = Metric.Additive("holds", "Holds", Unit.Count, Better.Down,
        Count(Facts.Events, "occurred_at").Where("type", EventCatalogue.CallHeld.Name),
        "How often callers were put on hold. Booked where it happened; imported calls say how long, not how often.");

    public static readonly Metric AverageWrapUpTime = Metric.Ratio("average_wrap_up_time", "Average wrap-up time",
        Unit.Seconds, Better.Down, WrapUp, CallMetrics.Handled, "Work after the call, over all handled calls.");

    public static readonly Metric HandleTimeP50 = Handled("handle_time_p50", "Median handle time", 0.5,
        "Half of the handled calls kept an agent busy no longer than this: talking, on hold and writing up.");

    public static readonly Metric HandleTimeP90 = Handled("handle_time_p90", "Handle time, 90th percentile", 0.9,
        "Nine of ten handled calls kept an agent busy no longer than this.");

    public static readonly Metric HandleTimeP95 = Handled("handle_time_p95", "Handle time, 95th percentile", 0.95,
        "Nineteen of twenty handled calls kept an agent busy no longer than this.");

    public static readonly Metric TalkTimeP50 = Talked("talk_time_p50", "Median talk time", 0.5,
        "Half of the handled calls whose talk time is known were talked no longer than this.");

    public static readonly Metric TalkTimeP90 = Talked("talk_time_p90", "Talk time, 90th percentile", 0.9,
        "Nine of ten handled calls whose talk time is known were talked no longer than this.");

    public static readonly Metric TalkTimeP95 = Talked("talk_time_p95", "Talk time, 95th percentile", 0.95,
        "Nineteen of twenty handled calls whose talk time is known were talked no longer than this.");

    public static readonly Metric ShortestTalk = Metric.Single("shortest_talk", "Shortest talk", Unit.Seconds, Better.Neither,
        LeastMilliseconds(Facts.Calls, "talk_ms", "ended_at").Where("is_answered"), "The shortest talk of a handled call.");

    public static readonly Metric LongestTalk = Metric.Single("longest_talk", "Longest talk", Unit.Seconds, Better.Neither,
        MostMilliseconds(Facts.Calls, "talk_ms", "ended_at").Where("is_answered"), "The longest talk of a handled call.");

    private static Metric Handled(string key, string title, double fraction, string description) => Metric.Single(key, title,
        Unit.Seconds, Better.Down,
        QuantileMilliseconds(fraction, Facts.Calls, "ended_at", "talk_ms", "hold_ms", "wrap_up_ms").Where("is_answered"), description);

    private static Metric Talked(string key, string title, double fraction, string description) => Metric.Single(key, title,
        Unit.Seconds, Better.Neither, QuantileMilliseconds(fraction, Facts.Calls, "ended_at", "talk_ms").Where("is_answered")
            .WhereKnown("talk_ms"), description);

    private static Aggregate Ended(string column) =>
        SumMilliseconds(Facts.Calls, column, "ended_at").Where("is_answered");
}
