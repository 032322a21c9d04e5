using Callsight.Analytics.Rollups;
using Callsight.Analytics.Schema;
using DuckDB.NET.Data;

namespace Callsight.Analytics.Store;

/// <summary>Notes which hours a transaction changes, in the same transaction: what is kept about them is out of date.</summary>
internal sealed class ChangeNotes(DuckDBConnection connection, ChangedHours changes)
{
    private readonly Dictionary<TenantId, HashSet<int>> hours = [];
    private readonly List<(TenantId, IReadOnlyList<int>)> written = [];

    public static string Table => "hot.changed_hours";

    public static string Ddl => $"CREATE TABLE IF NOT EXISTS {Table} (tenant_id UUID NOT NULL, hour INTEGER NOT NULL);\n";

    public void Add(TenantId tenant, DateTimeOffset at) => Of(tenant).Add(ChangedHours.HourOf(at.UtcDateTime));

    /// <summary>A row that comes or goes, as its table's columns hold it.</summary>
    public void Add(TenantId tenant, FactTable table, IReadOnlyList<object?> row) =>
        Add(tenant, table, table.Instants.Select(i => row[i] as DateTime?));

    private void Add(TenantId tenant, FactTable table, IEnumerable<DateTime?> instants)
    {
        var known = instants.OfType<DateTime>().Select(ChangedHours.HourOf).ToList();
        Of(tenant).UnionWith(known);
        // However long it lasted: a day between that was not noted would be kept without it for good.
        if (table == FactTable.AgentStates && known is [var from, var to] && to > from)
            Of(tenant).UnionWith(Enumerable.Range(from, to - from));
    }

    /// <summary>Deletes rows by key and notes when they were booked.</summary>
    public async Task DeleteAsync(string schema, FactTable table, TenantId tenant, IReadOnlyCollection<Guid> ids)
    {
        if (ids.Count == 0)
            return;
        var columns = table.Instants.Select(i => table.Columns[i].Name).ToList();
        await using var command = connection.CreateCommand();
        command.CommandText = $"DELETE FROM {schema}.{table.Name} WHERE tenant_id = $tenant AND {table.Key} IN (SELECT unnest($ids)) " +
            $"RETURNING {string.Join(", ", columns)}";
        command.Parameters.Add(new DuckDBParameter("tenant", tenant.Value));
        command.Parameters.Add(new DuckDBParameter("ids", ids.ToList()));
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            Add(tenant, table,
                Enumerable.Range(0, columns.Count).Select(i => reader.IsDBNull(i) ? (DateTime?)null : reader.GetDateTime(i)));
    }

    /// <summary>Before the commit: whoever asks from now on looks at the facts for these hours.</summary>
    public void Write()
    {
        foreach (var (tenant, touched) in hours)
            if (changes.Touch(tenant, touched) is { Count: > 0 } unkept)
                written.Add((tenant, unkept));
        if (written.Count == 0)
            return;
        using var appender = connection.CreateAppender("hot", "changed_hours");
        foreach (var (tenant, unkept) in written)
            foreach (var hour in unkept)
                appender.CreateRow().AppendValue(tenant.Value).AppendValue(hour).EndRow();
    }

    /// <summary>After the commit.</summary>
    public void Committed() => changes.Commit(written);

    private HashSet<int> Of(TenantId tenant)
    {
        if (!hours.TryGetValue(tenant, out var of))
            hours[tenant] = of = [];
        return of;
    }
}
