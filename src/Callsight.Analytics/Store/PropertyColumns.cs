using System.Collections.Concurrent;
using Callsight.Analytics.Dialects;
using DuckDB.NET.Data;

namespace Callsight.Analytics.Store;

/// <summary>Free properties of events that are asked for often, each in a column of its own beside the JSON it came from.</summary>
/// <remarks>
/// Reading a property out of JSON costs a hundred times what reading a column does. A column is used once every settled event has it;
/// fresh events, which are few, are read from their JSON. The text of the value and its kind are kept apart, so that 5 and "5" stay
/// two things. A tenant has a dozen of them: those that were asked for often first.
/// </remarks>
internal sealed class PropertyColumns(Func<DuckDbWriter> writer)
{
    private const int MostOfTenant = 12;
    private const int OftenAsked = 3;
    private const int MostRemembered = 10_000;
    private const long FilledAtOnce = 200_000;
    private const long Sample = 50_000;

    private readonly ConcurrentDictionary<TenantId, IReadOnlyDictionary<string, string>> ready = [];
    private readonly ConcurrentDictionary<(TenantId Tenant, string Property), int> asked = [];

    public static string Ddl =>
        "CREATE TABLE IF NOT EXISTS meta.property_columns (tenant_id UUID NOT NULL, property VARCHAR NOT NULL, " +
        "column_name VARCHAR NOT NULL, is_ready BOOLEAN NOT NULL);\n";

    /// <summary>Columns by property, those that may be read.</summary>
    public IReadOnlyDictionary<string, string> Of(TenantId tenant) =>
        ready.GetValueOrDefault(tenant) ?? (IReadOnlyDictionary<string, string>)Empty;

    private static readonly Dictionary<string, string> Empty = [];

    /// <summary>Notes that a property was asked for that has no column.</summary>
    public void Miss(TenantId tenant, string property)
    {
        // Names come from outside: what is remembered of them is bounded, and names nobody has do not keep others out for good.
        if (asked.Count >= MostRemembered)
            asked.Clear();
        asked.AddOrUpdate((tenant, property), 1, (_, times) => times + 1);
    }

    public async Task OpenAsync(DuckDBConnection connection, CancellationToken ct)
    {
        foreach (var tenant in (await RowsAsync(connection, ct)).Where(r => r.IsReady).GroupBy(r => r.Tenant))
            ready[tenant.Key] = tenant.ToDictionary(r => r.Property, r => r.Column);
    }

    /// <summary>Gives columns to the properties that were asked for often.</summary>
    public async Task PromoteAsync(CancellationToken ct)
    {
        if (writer().Trouble is not null)
            return;
        var often = asked.Where(a => a.Value >= OftenAsked).OrderByDescending(a => a.Value).Select(a => a.Key).ToList();
        foreach (var (tenant, property) in often)
        {
            asked.TryRemove((tenant, property), out _);
            await PromoteAsync(tenant, property, ct);
        }
    }

    /// <summary>Gives a property a column.</summary>
    public async Task PromoteAsync(TenantId tenant, string property, CancellationToken ct)
    {
        if (Of(tenant).ContainsKey(property))
            return;
        var column = "";
        var (next, last) = (0L, 0L);
        await WriteAsync(async connection =>
        {
            var known = (await RowsAsync(connection, ct)).Where(r => r.Tenant == tenant).ToList();
            var isNew = known.TrueForAll(r => r.Property != property);
            if (isNew && (known.Count >= MostOfTenant || !await IsThereAsync(connection, tenant, property, ct)))
                return;
            column = $"p_{NamedId.Of(property).ToString("n")[..12]}";
            var events = $"{DuckDbDialect.SchemaOf(tenant)}.events";
            await DuckDbFile.ExecuteAsync(connection,
                $"ALTER TABLE {events} ADD COLUMN IF NOT EXISTS {column} VARCHAR; " +
                $"ALTER TABLE {events} ADD COLUMN IF NOT EXISTS {column}_kind VARCHAR;", ct);
            if (isNew)
                await DuckDbFile.ExecuteAsync(connection,
                    "INSERT INTO meta.property_columns VALUES ($tenant, $property, $column, false)", ct,
                    ("tenant", tenant.Value), ("property", property), ("column", column));
            var range = await DuckDbReading.ReadAsync(connection,
                new SqlStatement($"SELECT coalesce(min(sequence), 0), coalesce(max(sequence), -1) FROM {events}", []), ct);
            (next, last) = ((long)range.Rows[0][0]!, (long)range.Rows[0][1]!);
        });
        if (column.Length == 0)
            return;
        // In pieces, so that whoever records events meanwhile waits for one of them at most.
        for (; next <= last; next += FilledAtOnce)
            await WriteAsync(connection => FillAsync(connection, tenant, property, column, next));
        await WriteAsync(async connection =>
        {
            await DuckDbFile.ExecuteAsync(connection,
                "UPDATE meta.property_columns SET is_ready = true WHERE tenant_id = $tenant AND property = $property", ct,
                ("tenant", tenant.Value), ("property", property));
            ready[tenant] = new Dictionary<string, string>(Of(tenant)) { [property] = column };
        });
    }

    /// <summary>Events as they are settled: with the columns their tenant has, filled or being filled.</summary>
    public static async Task<SqlStatement> SettleStatementAsync(DuckDBConnection connection, TenantId tenant)
    {
        var columns = (await RowsAsync(connection, default)).Where(r => r.Tenant == tenant).ToList();
        var values = columns.Select((c, i) =>
            $", {DuckDbDialect.PromotedText($"$q{i}")} AS {c.Column}, {DuckDbDialect.PromotedKind($"$q{i}")} AS {c.Column}_kind");
        return new SqlStatement(
            $"INSERT INTO {DuckDbDialect.SchemaOf(tenant)}.events BY NAME SELECT *{string.Concat(values)} FROM hot.events " +
            "WHERE tenant_id = $tenant ORDER BY occurred_at",
            [
                new("tenant", SqlType.Identity, tenant.Value),
                .. columns.Select((c, i) => new SqlParameter($"q{i}", SqlType.Text, DuckDbDialect.Pointer(c.Property))),
            ]);
    }

    private static Task<SqlRows> FillAsync(DuckDBConnection connection, TenantId tenant, string property, string column, long from) =>
        DuckDbReading.ReadAsync(connection, new SqlStatement(
            $"UPDATE {DuckDbDialect.SchemaOf(tenant)}.events SET {column} = {DuckDbDialect.PromotedText("$q")}, " +
            $"{column}_kind = {DuckDbDialect.PromotedKind("$q")} WHERE tenant_id = $tenant AND sequence >= $from AND sequence < $to",
            [
                new("tenant", SqlType.Identity, tenant.Value), new("q", SqlType.Text, DuckDbDialect.Pointer(property)),
                new("from", SqlType.Whole, from), new("to", SqlType.Whole, from + FilledAtOnce),
            ]), default);

    /// <summary>Whether it is worth it: some of the latest events have the property.</summary>
    private static async Task<bool> IsThereAsync(DuckDBConnection connection, TenantId tenant, string property, CancellationToken ct)
    {
        var events = $"{DuckDbDialect.SchemaOf(tenant)}.events";
        var found = await DuckDbReading.ReadAsync(connection, new SqlStatement(
            $"SELECT count(*) FROM {events} WHERE sequence > (SELECT max(sequence) FROM {events}) - {Sample} " +
            "AND json_extract_string(properties, $q) IS NOT NULL",
            [new("q", SqlType.Text, DuckDbDialect.Pointer(property))]), ct);
        return (long)found.Rows[0][0]! >= Sample / 1_000;
    }

    /// <summary>The columns of a tenant, those that are still being filled among them.</summary>
    public static async Task<IReadOnlyList<string>> NamesAsync(DuckDBConnection connection, TenantId tenant) =>
        [.. (await RowsAsync(connection, default)).Where(r => r.Tenant == tenant).Select(r => r.Column)];

    private static async Task<List<Row>> RowsAsync(DuckDBConnection connection, CancellationToken ct) =>
        [.. (await DuckDbReading.ReadAsync(connection, new SqlStatement(
                "SELECT tenant_id, property, column_name, is_ready FROM meta.property_columns", []), ct))
            .Rows.Select(r => new Row(new TenantId((Guid)r[0]!), (string)r[1]!, (string)r[2]!, (bool)r[3]!))];

    private Task WriteAsync(Func<DuckDBConnection, Task> work) => writer().WriteAsync(work);

    private sealed record Row(TenantId Tenant, string Property, string Column, bool IsReady);
}
