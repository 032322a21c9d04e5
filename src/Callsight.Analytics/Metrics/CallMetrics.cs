using Callsight.Analytics.Schema;
using static Callsight.Analytics.Metrics.Agg;

namespace Callsight.Analytics.Metrics;

/// <summary>How many calls came, and what became of them. Booked where a call starts; handled calls where the contact ends.</summary>
public static class CallMetrics
{
    internal static readonly Aggregate Started = Count(Facts.Calls, "started_at");
    internal static readonly Aggregate Offered = Started.Where("direction", "inbound");
    internal static readonly Aggregate Answered = Offered.Where("is_answered");
    internal static readonly Aggregate Abandoned = Offered.Where("status", "abandoned");
    internal static readonly Aggregate Missed = Offered.Where("status", "missed");
    internal static readonly Aggregate Handled = Count(Facts.Calls, "ended_at").Where("is_answered");

    public static readonly Metric CallsTotal = Metric.Additive("calls_total", "Calls", Unit.Count, Better.Neither,
        Started, "Calls that started in the period, in either direction and whatever became of them.");

    public static readonly Metric CallsOffered = Metric.Additive("calls_offered", "Calls offered", Unit.Count, Better.Neither,
        Offered, "Inbound calls that started in the period.");

    public static readonly Metric CallsHandled = Metric.Additive("calls_handled", "Calls handled", Unit.Count, Better.Up,
        Handled, "Calls an agent answered and that ended in the period.");

    public static readonly Metric CallsMissed = Metric.Additive("calls_missed", "Calls missed", Unit.Count, Better.Down,
        Started.Where("status", "missed"), "Calls of the period that nobody took, without the caller giving up.");

    public static readonly Metric CallsAbandoned = Metric.Additive("calls_abandoned", "Calls abandoned", Unit.Count,
        Better.Down, Abandoned, "Inbound calls of the period whose caller gave up waiting.");

    public static readonly Metric AbandonmentRate = Metric.Ratio("abandonment_rate", "Abandonment rate", Unit.Percent,
        Better.Down, Abandoned, Offered, "Abandoned calls of all inbound calls. No inbound calls: no value.");

    public static readonly Metric CallsAnswered = Metric.Additive("calls_answered", "Calls answered", Unit.Count, Better.Up,
        Answered, "Inbound calls that started in the period and were answered.");

    public static readonly Metric Transfers = Metric.Additive("transfers", "Transfers", Unit.Count, Better.Neither,
        Handled.Where("is_transferred"), "Handled calls that an agent passed on.");

    public static readonly Metric TransferRate = Metric.Ratio("transfer_rate", "Transfer rate", Unit.Percent, Better.Down,
        Handled.Where("is_transferred"), Handled, "Handled calls that were passed on, of all handled calls.");

    public static readonly Metric AgentNonResponses = Metric.Additive("agent_non_responses", "Agent non-responses", Unit.Count,
        Better.Down, Count(Facts.Events, "occurred_at").Where("type", ReportedEvents.CallNotAnsweredByAgent.Name),
        "Offers to an agent that the agent did not take. One call may count many times. From events call_not_answered_by_agent.");

    public static readonly Metric ResolutionRate = Metric.Ratio("resolution_rate", "Resolution rate", Unit.Percent, Better.Up,
        Handled.Where("is_resolved"), Handled, "Handled calls marked as resolved, of all handled calls.");
}
