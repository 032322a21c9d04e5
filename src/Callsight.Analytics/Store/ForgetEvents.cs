using Callsight.Analytics.Dialects;
using Callsight.Analytics.Rollups;
using Callsight.Analytics.Schema;
using DuckDB.NET.Data;

namespace Callsight.Analytics.Store;

/// <summary>Deletes raw events of days that are over for good; facts are left alone.</summary>
/// <remarks>
/// A day at a time, so that whoever records events meanwhile does not wait for years of them. The hours are noted as changed: kept
/// figures are counted anew from what is left. A crash leaves the rest for the next time.
/// </remarks>
internal sealed class ForgetEvents(Func<DuckDbWriter> writer, ConnectionPool readers, ChangedHours changes)
{
    private readonly DuckDbDialect dialect = new();

    public static string Ddl => "CREATE TABLE IF NOT EXISTS meta.forgotten (tenant_id UUID PRIMARY KEY, before_day DATE NOT NULL);\n";

    /// <summary>The first day whose events are kept on purpose; null while nothing was ever forgotten.</summary>
    public static async Task<DateOnly?> BeforeAsync(DuckDBConnection connection, TenantId tenant, CancellationToken ct)
    {
        var rows = await DuckDbReading.ReadAsync(connection, new SqlStatement(
            "SELECT before_day FROM meta.forgotten WHERE tenant_id = $tenant", [Tenant(tenant)]), ct);
        return rows.Rows is [[DateOnly day]] ? day : null;
    }

    /// <returns>How many events were deleted.</returns>
    public async Task<long> RunAsync(TenantId tenant, DateOnly before, TenantZone zone, CancellationToken ct)
    {
        var deleted = 0L;
        while (await OldestAsync(tenant, ct) is { } oldest && zone.ToLocalDay(oldest) is var day && day < before)
        {
            var soFar = deleted;
            var range = zone.ToRange(new DayRange(day, day));
            await WriteAsync(async connection => deleted += await DeleteAsync(connection, tenant, range, before));
            if (deleted == soFar)
                break; // Somebody else took it away meanwhile.
            ct.ThrowIfCancellationRequested();
        }

        return deleted;
    }

    private async Task<DateTimeOffset?> OldestAsync(TenantId tenant, CancellationToken ct)
    {
        var found = await readers.UseAsync((connection, until) => DuckDbReading.ReadAsync(connection, new SqlStatement(
            $"SELECT min(occurred_at) FROM {dialect.Rows(FactTable.Events, tenant, "$tenant")} AS e", [Tenant(tenant)]), until), ct);
        return SqlValues.Instant(found.Rows[0][0]);
    }

    private async Task<long> DeleteAsync(DuckDBConnection connection, TenantId tenant, TimeRange range, DateOnly before)
    {
        const string Gone = "WHERE tenant_id = $tenant AND occurred_at >= $start AND occurred_at < $end";
        SqlParameter[] which =
            [Tenant(tenant), new("start", SqlType.Instant, range.Start), new("end", SqlType.Instant, range.End)];
        string[] tables = [$"{DuckDbDialect.SchemaOf(tenant)}.{FactTable.Events.Name}", $"hot.{FactTable.Events.Name}"];
        var notes = new ChangeNotes(connection, changes);
        var deleted = 0L;
        await DuckDbFile.ExecuteAsync(connection, "BEGIN", default);
        foreach (var table in tables)
        {
            foreach (var row in (await RunAsync($"SELECT date_trunc('hour', occurred_at), count(*) FROM {table} {Gone} GROUP BY ALL")).Rows)
            {
                notes.Add(tenant, SqlValues.Instant(row[0])!.Value);
                deleted += (long)row[1]!;
            }

            await RunAsync($"DELETE FROM {table} {Gone}");
        }

        await DuckDbFile.ExecuteAsync(connection, "INSERT OR REPLACE INTO meta.forgotten VALUES ($tenant, $before)", default,
            ("tenant", tenant.Value), ("before", before));
        notes.Write();
        await DuckDbFile.ExecuteAsync(connection, "COMMIT", default);
        notes.Committed();
        return deleted;

        Task<SqlRows> RunAsync(string sql) => DuckDbReading.ReadAsync(connection, new SqlStatement(sql, which), default);
    }

    private static SqlParameter Tenant(TenantId tenant) => new("tenant", SqlType.Identity, tenant.Value);

    // Also when the disk is almost full: this makes room.
    private Task WriteAsync(Func<DuckDBConnection, Task> work) => writer().WriteAsync(work, needsRoom: false);
}
