using Callsight.Analytics.Schema;
using static Callsight.Analytics.Metrics.Agg;

namespace Callsight.Analytics.Metrics;

/// <summary>How agents spend their time. States are cut at the edges of the interval.</summary>
public static class AgentMetrics
{
    internal static readonly Aggregate Available = TimeInside(Facts.AgentStates).Where("status", "available");
    internal static readonly Aggregate LoggedIn = TimeInside(Facts.AgentStates).WhereNot("status", "offline");
    private static readonly Aggregate Busy = TimeInside(Facts.AgentStates).Where("status", "busy");

    public static readonly Metric AvailableTime = Metric.Additive("available_time", "Available time", Unit.Seconds,
        Better.Neither, Available, "Time agents were available and waiting for work, in seconds.");

    public static readonly Metric BusyTime = State("busy_time", "Busy time", "busy", "Time agents were busy, in seconds.");

    public static readonly Metric BreakTime = State("break_time", "Break time", "on_break", "Time agents were on a break, in seconds.");

    public static readonly Metric MeetingTime = State("meeting_time", "Meeting time", "in_meeting",
        "Time agents were in a meeting, in seconds.");

    public static readonly Metric AwayTime = State("away_time", "Time away", "away", "Time agents were away, in seconds.");

    public static readonly Metric OfflineTime = State("offline_time", "Time offline", "offline",
        "Time agents were known to be offline, in seconds.");

    public static readonly Metric LoggedInTime = Metric.Additive("logged_in_time", "Logged-in time", Unit.Seconds, Better.Neither,
        LoggedIn, "Time agents were in any state but offline, in seconds.");

    public static readonly Metric Utilisation = Metric.Ratio("utilisation", "Utilisation", Unit.Percent, Better.Neither,
        HandleTimeMetrics.OnContact + Available, LoggedIn,
        "(Time on contacts + time available) of time logged in. Contacts count where they end, so a short interval may exceed 100 %.") with
    {
        Variant = "(on contact + available) / logged in, contacts by their end",
    };

    public static readonly Metric Occupancy = Metric.Ratio("occupancy", "Occupancy", Unit.Percent, Better.Neither,
        HandleTimeMetrics.OnContact, HandleTimeMetrics.OnContact + Available,
        "Time on contacts of (time on contacts + time available). Contacts count where they end.") with
    {
        Variant = "on contact / (on contact + available), contacts by their end",
    };

    public static readonly Metric CallsPerHour = Metric.Ratio("calls_per_hour", "Calls per hour", Unit.PerHour, Better.Up,
        CallMetrics.Handled, Available + Busy,
        "Handled calls for each hour in which an agent was available or busy. Calls count where they end, hours where they pass.");

    public static readonly Metric ActiveAgents = Metric.Distinct("active_agents", "Active agents", Better.Neither,
        CountDistinct(Facts.AgentActivity, "agent_id", "started_at"),
        "Agents with any state but offline, or any call that started or ended, in the period. The whole counts each once.");

    private static Metric State(string key, string title, string status, string description) => Metric.Additive(
        key, title, Unit.Seconds, Better.Neither, TimeInside(Facts.AgentStates).Where("status", status), description);
}
