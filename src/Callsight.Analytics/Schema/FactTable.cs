using Callsight.Analytics.Dialects;

namespace Callsight.Analytics.Schema;

/// <summary>A column of a table of facts.</summary>
public sealed record Column(string Name, SqlType Type);

/// <summary>A table of facts as the stores keep it. Every one begins with the tenant.</summary>
public sealed record FactTable(string Name, string Key, params IReadOnlyList<Column> Columns)
{
    /// <summary>The column that says whose row it is.</summary>
    public const string TenantColumn = "tenant_id";

    public static readonly FactTable Events = new("events", "event_id",
        Id("event_id"), Whole("sequence"), Text("type"), At("occurred_at"), At("received_at"), Text("user_id"),
        Text("session_id"), Id("agent_id"), Id("team_id"), Id("queue_id"), Id("lead_id"), Id("campaign_id"), Id("call_id"),
        Text("source"), Text("channel"), Text("direction"), Text("status"), Text("outcome"), Text("stage"),
        new("value", SqlType.Number), Whole("duration_ms"), new("amount", SqlType.Money), new("properties", SqlType.Json));

    public static readonly FactTable Calls = new("calls", "call_id",
        Id("call_id"), Text("external_id"), Text("direction"), Text("status"), Id("queue_id"), Id("agent_id"), Id("team_id"),
        Id("lead_id"), Id("campaign_id"), Text("outcome"), At("started_at"), At("answered_at"), At("ended_at"),
        Whole("wait_ms"), Whole("talk_ms"), Whole("hold_ms"), Whole("wrap_up_ms"), Truth("is_answered"),
        Truth("is_transferred"), Truth("is_resolved"), Whole("rating"), Whole("service_level_ms"),
        new("properties", SqlType.Json), Text("caller"));

    public static readonly FactTable Leads = new("leads", "lead_id",
        Id("lead_id"), Text("external_id"), Text("source"), Text("status"), Text("stage"), Text("priority"),
        Id("campaign_id"), Id("agent_id"), Id("team_id"), new("value", SqlType.Money), new("score", SqlType.Number),
        At("created_at"), At("contacted_at"), At("qualified_at"), At("converted_at"), At("lost_at"),
        new("tags", SqlType.Texts), new("properties", SqlType.Json), Whole("response_business_ms"));

    public static readonly FactTable AgentStates = new("agent_states", "state_id",
        Id("state_id"), Id("agent_id"), Id("team_id"), Text("status"), Text("reason"), At("started_at"), At("ended_at"));

    public static readonly FactTable Spend = new("spend", "spend_id",
        Id("spend_id"), Id("campaign_id"), Text("channel"), new("day", SqlType.Day), At("spent_at"),
        new("amount", SqlType.Money));

    /// <summary>The places of the columns that say when a row counts.</summary>
    public IReadOnlyList<int> Instants { get; } =
        [.. Columns.Index().Where(c => c.Item.Type is SqlType.Instant && c.Item.Name != "received_at").Select(c => c.Index)];

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<FactTable> All = [Events, Calls, Leads, AgentStates, Spend];

    private static Column Id(string name) => new(name, SqlType.Identity);

    private static Column Whole(string name) => new(name, SqlType.Whole);

    private static Column Text(string name) => new(name, SqlType.Text);

    private static Column At(string name) => new(name, SqlType.Instant);

    private static Column Truth(string name) => new(name, SqlType.Truth);
}
