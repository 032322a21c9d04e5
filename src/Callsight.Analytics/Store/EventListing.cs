using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Callsight.Analytics.Dialects;
using Callsight.Analytics.Schema;

namespace Callsight.Analytics.Store;

/// <summary>Lists raw events in words that every engine understands.</summary>
internal static class EventListing
{
    public static async Task<EventPage> PageAsync(
        ISqlEngine engine, TenantId tenant, EventPageRequest request, CancellationToken ct)
    {
        var parameters = new List<SqlParameter> { new("tenant", SqlType.Identity, tenant.Value) };
        var where = new StringBuilder("1 = 1");
        Add("type", SqlType.Text, request.Type, p => $"type = {p}");
        Add("start", SqlType.Instant, request.Range?.Start, p => $"occurred_at >= {p}");
        Add("end", SqlType.Instant, request.Range?.End, p => $"occurred_at < {p}");
        Add("lead", SqlType.Identity, request.LeadId, p => $"lead_id = {p}");
        Add("call", SqlType.Identity, request.CallId, p => $"call_id = {p}");
        if (request.After is { } after)
        {
            parameters.Add(new SqlParameter("after_at", SqlType.Instant, after.OccurredAt));
            parameters.Add(new SqlParameter("after_sequence", SqlType.Whole, after.Sequence));
            var (at, sequence) = (P("after_at", SqlType.Instant), P("after_sequence", SqlType.Whole));
            where.Append(CultureInfo.InvariantCulture,
                $" AND (occurred_at < {at} OR (occurred_at = {at} AND sequence < {sequence}))");
        }

        var columns = string.Join(", ", FactTable.Events.Columns.Select(c => c.Name));
        var rows = await engine.ReadAsync(tenant, new SqlStatement(
            $"SELECT {columns} FROM {engine.Dialect.Rows(FactTable.Events, tenant, P("tenant", SqlType.Identity))} AS e " +
            $"WHERE {where} ORDER BY occurred_at DESC, sequence DESC LIMIT {request.Limit + 1}", parameters), ct);
        var events = rows.Rows.Take(request.Limit).Select(Read).ToList();
        return new EventPage(events, rows.Rows.Count > request.Limit
            ? new EventCursor(events[^1].Event.OccurredAt, events[^1].Sequence) : null);

        string P(string name, SqlType type) => engine.Dialect.Parameter(name, type);

        void Add(string name, SqlType type, object? value, Func<string, string> condition)
        {
            if (value is null)
                return;
            parameters.Add(new SqlParameter(name, type, value));
            where.Append(" AND ").Append(condition(P(name, type)));
        }
    }

    public static async Task<IReadOnlyList<SeenEventType>> TypesAsync(ISqlEngine engine, TenantId tenant, CancellationToken ct)
    {
        var rows = await engine.ReadAsync(tenant, new SqlStatement(
            "SELECT type, count(*), min(occurred_at), max(occurred_at) FROM " +
            engine.Dialect.Rows(FactTable.Events, tenant, engine.Dialect.Parameter("tenant", SqlType.Identity)) +
            " AS e GROUP BY type ORDER BY type",
            [new SqlParameter("tenant", SqlType.Identity, tenant.Value)]), ct);
        return [.. rows.Rows.Select(r => new SeenEventType(
            (string)r[0]!, Convert.ToInt64(r[1], CultureInfo.InvariantCulture),
            SqlValues.Instant(r[2])!.Value, SqlValues.Instant(r[3])!.Value))];
    }

    private static StoredEvent Read(object?[] r)
    {
        var value = FactTable.Events.Columns.Select((c, i) => (c.Name, Value: r[i])).ToDictionary(c => c.Name, c => c.Value);
        var stored = new CatalogueEvent
        {
            Id = (Guid)value["event_id"]!,
            Type = (string)value["type"]!,
            OccurredAt = SqlValues.Instant(value["occurred_at"])!.Value,
            UserId = (string?)value["user_id"],
            SessionId = (string?)value["session_id"],
            AgentId = (Guid?)value["agent_id"],
            TeamId = (Guid?)value["team_id"],
            QueueId = (Guid?)value["queue_id"],
            LeadId = (Guid?)value["lead_id"],
            CampaignId = (Guid?)value["campaign_id"],
            CallId = (Guid?)value["call_id"],
            Source = (string?)value["source"],
            Channel = (string?)value["channel"],
            Direction = (string?)value["direction"],
            Status = (string?)value["status"],
            Outcome = (string?)value["outcome"],
            Stage = (string?)value["stage"],
            Value = (double?)value["value"],
            DurationMilliseconds = (long?)value["duration_ms"],
            Amount = (decimal?)value["amount"],
            Properties = value["properties"] is string json ? JsonNode.Parse(json) as JsonObject : null,
        };
        return new StoredEvent(stored, SqlValues.Instant(value["received_at"])!.Value, (long)value["sequence"]!);
    }
}
