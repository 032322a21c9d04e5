using Callsight.Analytics.Schema;
using static Callsight.Analytics.Metrics.Agg;

namespace Callsight.Analytics.Metrics;

/// <summary>How agents spend their time. States are cut at the edges of the interval.</summary>
public static class AgentMetrics
{
    private static readonly Aggregate Available = TimeInside(Facts.AgentStates).Where("status", "available");
    private static readonly Aggregate Busy = TimeInside(Facts.AgentStates).Where("status", "busy");

    public static readonly Metric AvailableTime = Metric.Additive("available_time", "Available time", Unit.Seconds,
        Better.Neither, Available, "Time agents were available and waiting for work, in seconds.");

    public static readonly Metric Occupancy = Metric.Ratio("occupancy", "Occupancy", Unit.Percent, Better.Neither,
        HandleTimeMetrics.OnContact, HandleTimeMetrics.OnContact + Available,
        "Time on contacts of (time on contacts + time available). Contacts count where they end.");

    public static readonly Metric CallsPerHour = Metric.Ratio("calls_per_hour", "Calls per hour", Unit.PerHour, Better.Up,
        CallMetrics.Handled, Available + Busy,
        "Handled calls for each hour in which an agent was available or busy. Calls count where they end, hours where they pass.");

    public static readonly Metric ActiveAgents = Metric.Distinct("active_agents", "Active agents", Better.Neither,
        CountDistinct(Facts.AgentActivity, "agent_id", "started_at"),
        "Agents with any state but offline, or any call that started or ended, in the period. The whole counts each once.");
}
