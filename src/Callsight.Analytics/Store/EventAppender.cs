using Callsight.Analytics.Schema;
using DuckDB.NET.Data;

namespace Callsight.Analytics.Store;

/// <summary>Writes tracked events through DuckDB's appender without making a row of objects of each first.</summary>
internal static class EventAppender
{
    /// <param name="connection">The writer's own, in a transaction.</param>
    /// <param name="schema">Where the table of events is.</param>
    /// <param name="rows">The events and whose they are.</param>
    /// <param name="firstSequence">The number of arrival of the first; the others follow.</param>
    /// <param name="receivedAt">When they came in.</param>
    public static void Append(
        DuckDBConnection connection, string schema, List<(TenantId Tenant, CatalogueEvent Event)> rows, long firstSequence,
        DateTimeOffset receivedAt)
    {
        using var appender = connection.CreateAppender(schema, FactTable.Events.Name);
        var received = receivedAt.UtcDateTime;
        foreach (var (tenant, e) in rows)
        {
            // In the order of FactTable.Events, which a test holds against FactRows.
            var row = appender.CreateRow();
            row.AppendValue(tenant.Value).AppendValue(e.Id).AppendValue(firstSequence++);
            Put(row, e.Type);
            row.AppendValue(e.OccurredAt.UtcDateTime).AppendValue(received);
            Put(row, e.UserId);
            Put(row, e.SessionId);
            Put(row, e.AgentId);
            Put(row, e.TeamId);
            Put(row, e.QueueId);
            Put(row, e.LeadId);
            Put(row, e.CampaignId);
            Put(row, e.CallId);
            Put(row, e.Source);
            Put(row, e.Channel);
            Put(row, e.Direction);
            Put(row, e.Status);
            Put(row, e.Outcome);
            Put(row, e.Stage);
            row.AppendValue(e.Value).AppendValue(e.DurationMilliseconds).AppendValue(e.Amount);
            Put(row, e.PropertiesText ?? StorableJson.Of(e.Properties));
            row.EndRow();
        }
    }

    private static void Put(IDuckDBAppenderRow row, string? text)
    {
        if (text is null)
            row.AppendNullValue();
        else
            row.AppendValue(RowAppender.Storable(text));
    }

    private static void Put(IDuckDBAppenderRow row, Guid? id)
    {
        if (id is { } there)
            row.AppendValue(there);
        else
            row.AppendNullValue();
    }
}
