namespace Callsight.Analytics.Schema;

/// <summary>The facts and their fields.</summary>
public static class Facts
{
    public static readonly Fact Calls = new("calls", "call", FactTable.Calls,
        Agent, Team, Queue, Campaign, Lead, Text("direction"), Text("status"), Text("outcome"), Text("external_id"),
        Number("rating"), Truth("is_answered"), Truth("is_resolved"), Truth("is_transferred"),
        At("started_at"), At("answered_at"), At("ended_at"), Properties);

    public static readonly Fact Leads = new("leads", "lead", FactTable.Leads,
        Agent, Team, Campaign, Lead, Text("source"), Text("status"), Text("stage"), Text("priority"), Text("external_id"),
        Number("value"), Number("score"), new("tags", "tags", FieldKind.TextList),
        At("created_at"), At("contacted_at"), At("qualified_at"), At("converted_at"), At("lost_at"), Properties);

    public static readonly Fact AgentStates = new("agent states", "state", FactTable.AgentStates,
        Agent, Team, Text("status"), Text("reason"))
    { IsSpan = true };

    /// <summary>Whenever an agent was at work: in any state but offline, or where a call of theirs started or ended.</summary>
    public static readonly Fact AgentActivity = new("agent activity", "activity", FactTable.AgentStates, Agent, Team)
    { IsSpan = true };

    /// <summary>Inbound calls of known callers, each with the caller's calls before and after it: who had to call again.</summary>
    public static readonly Fact Contacts = new("contacts", "call", FactTable.Calls,
        Agent, Team, Queue, Campaign, Lead, Text("status"), Text("outcome"), Truth("is_resolved"), Truth("is_transferred"),
        At("started_at"), At("ended_at"), Properties);

    /// <summary>What agents do on calls: talking, on hold, writing up. Cut at the edges of an interval.</summary>
    public static readonly Fact Activities = new("activities", "activity", FactTable.Calls,
        Agent, Team, Queue, Campaign, Lead, Text("direction"), Text("outcome"), Text("activity"))
    { IsSpan = true };

    /// <summary>How long leads stayed in a status.</summary>
    public static readonly Fact StatusStays = new("stays in a status", "stay", FactTable.Events,
        Agent, Team, Campaign, Lead, Text("source"), new("status", "place", FieldKind.Text), At("entered_at"), At("left_at"));

    /// <summary>How long leads stayed in a stage.</summary>
    public static readonly Fact StageStays = new("stays in a stage", "stay", FactTable.Events,
        Agent, Team, Campaign, Lead, Text("source"), new("stage", "place", FieldKind.Text), At("entered_at"), At("left_at"));

    public static readonly Fact Spend = new("spend", "spend", FactTable.Spend, Campaign, Text("channel"), Number("amount"));

    public static readonly Fact Events = new("events", "event", FactTable.Events,
        Agent, Team, Queue, Campaign, Lead, new("call_id", "call_id", FieldKind.Identity), new("event_type", "type", FieldKind.Text),
        Text("user_id"), Text("session_id"), Text("source"), Text("channel"), Text("direction"), Text("status"),
        Text("outcome"), Text("stage"), Number("value"), Number("amount"), At("occurred_at"), Properties);

    private static FactField Agent => new("agent_id", "agent_id", FieldKind.Identity, "agent");

    private static FactField Team => new("team_id", "team_id", FieldKind.Identity, "team");

    private static FactField Queue => new("queue_id", "queue_id", FieldKind.Identity, "queue");

    private static FactField Campaign => new("campaign_id", "campaign_id", FieldKind.Identity, "campaign");

    private static FactField Lead => new("lead_id", "lead_id", FieldKind.Identity, "lead");

    private static FactField Properties => new("properties.*", "properties", FieldKind.Dynamic);

    private static FactField Text(string name) => new(name, name, FieldKind.Text);

    private static FactField Number(string name) => new(name, name, FieldKind.Number);

    private static FactField Truth(string name) => new(name, name, FieldKind.Truth);

    private static FactField At(string name) => new(name, name, FieldKind.Instant);
}
