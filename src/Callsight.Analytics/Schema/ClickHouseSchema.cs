using Callsight.Analytics.Dialects;

namespace Callsight.Analytics.Schema;

/// <summary>The tables of facts on ClickHouse: one of each for all tenants.</summary>
public static class ClickHouseSchema
{
    // After the tenant. By time, since every question names a period; the id makes the order complete.
    private static readonly Dictionary<FactTable, string[]> SortKeys = new()
    {
        [FactTable.Events] = ["occurred_at", "sequence"],
        [FactTable.Calls] = ["started_at", "call_id"],
        [FactTable.Leads] = ["created_at", "lead_id"],
        [FactTable.AgentStates] = ["started_at", "state_id"],
        [FactTable.Spend] = ["spent_at", "spend_id"],
    };

    /// <summary>The statement that creates a table where it is not there yet.</summary>
    public static string CreateTable(FactTable table)
    {
        var sortKey = SortKeys[table];
        var columns = table.Columns.Select(column => column.Name == table.Key || sortKey.Contains(column.Name)
            ? $"{column.Name} {ClickHouseDialect.TypeName(column.Type)}"
            : $"{column.Name} {ClickHouseDialect.NullableName(column.Type)}");
        return $"""
            CREATE TABLE IF NOT EXISTS {table.Name} (
                {FactTable.TenantColumn} UUID,
                {string.Join(",\n    ", columns)}
            ) ENGINE = MergeTree ORDER BY ({FactTable.TenantColumn}, {string.Join(", ", sortKey)})
            """;
    }
}
