using Callsight.Analytics.Schema;

namespace Callsight.Analytics.Store;

/// <summary>The values of one row, in the order of its table's columns.</summary>
internal static class FactRows
{
    public static object?[] Of(CatalogueEvent e, long sequence, DateTimeOffset receivedAt) =>
    [
        e.Id, sequence, e.Type, Utc(e.OccurredAt), Utc(receivedAt), e.UserId, e.SessionId, e.AgentId, e.TeamId, e.QueueId,
        e.LeadId, e.CampaignId, e.CallId, e.Source, e.Channel, e.Direction, e.Status, e.Outcome, e.Stage, e.Value,
        e.DurationMilliseconds, e.Amount, e.PropertiesText ?? StorableJson.Of(e.Properties),
    ];

    public static object?[] Of(CallFact c) =>
    [
        c.CallId, c.ExternalId, c.Direction, c.Status, c.QueueId, c.AgentId, c.TeamId, c.LeadId, c.CampaignId, c.Outcome,
        Utc(c.StartedAt), Utc(c.AnsweredAt), Utc(c.EndedAt), c.WaitMilliseconds, c.TalkMilliseconds, c.HoldMilliseconds,
        c.WrapUpMilliseconds, c.IsAnswered, c.IsTransferred, c.IsResolved, (long?)c.Rating, c.ServiceLevelMilliseconds,
        StorableJson.Of(c.Properties), c.Caller,
    ];

    public static object?[] Of(LeadFact l) =>
    [
        l.LeadId, l.ExternalId, l.Source, l.Status, l.Stage, l.Priority, l.CampaignId, l.AgentId, l.TeamId, l.Value, l.Score,
        Utc(l.CreatedAt), Utc(l.ContactedAt), Utc(l.QualifiedAt), Utc(l.ConvertedAt), Utc(l.LostAt), l.Tags.ToList(),
        StorableJson.Of(l.Properties), l.ResponseBusinessMilliseconds,
    ];

    public static object?[] Of(AgentStateFact s) =>
        [s.StateId, s.AgentId, s.TeamId, s.Status, s.Reason, Utc(s.StartedAt), Utc(s.EndedAt)];

    public static object?[] Of(SpendFact s) =>
        [s.SpendId, s.CampaignId, s.Channel, s.Day, Utc(s.SpentAt), s.Amount];

    private static DateTime Utc(DateTimeOffset instant) => instant.UtcDateTime;

    private static DateTime? Utc(DateTimeOffset? instant) => instant?.UtcDateTime;
}

/// <summary>The newest picture of each thing that a batch touched, by table and key.</summary>
internal sealed class FactChanges
{
    private readonly Dictionary<FactTable, Dictionary<Guid, object?[]?>> tables = [];

    public IEnumerable<(FactTable Table, Dictionary<Guid, object?[]?> Rows)> Tables => tables.Select(t => (t.Key, t.Value));

    public void Add(CatalogueEvent e)
    {
        if (e.Call is { } call)
            Put(FactTable.Calls, call.CallId, call.IsRemoved ? null : FactRows.Of(call));
        if (e.Lead is { } lead)
            Put(FactTable.Leads, lead.LeadId, lead.IsRemoved ? null : FactRows.Of(lead));
        foreach (var state in e.AgentStates)
            Put(FactTable.AgentStates, state.StateId, FactRows.Of(state));
        if (e.Spend is { } spend)
            Put(FactTable.Spend, spend.SpendId, spend.IsRemoved ? null : FactRows.Of(spend));
    }

    private void Put(FactTable table, Guid key, object?[]? row)
    {
        if (!tables.TryGetValue(table, out var rows))
            tables[table] = rows = [];
        rows[key] = row;
    }
}
