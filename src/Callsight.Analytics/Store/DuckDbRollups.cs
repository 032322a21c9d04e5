using Callsight.Analytics.Compiling;
using Callsight.Analytics.Dialects;
using Callsight.Analytics.Querying;
using Callsight.Analytics.Rollups;
using Callsight.Analytics.Schema;
using DuckDB.NET.Data;

namespace Callsight.Analytics.Store;

/// <summary>Keeps rollups in the tenants' schemas. Days are counted on a connection of their own, so that writing goes on meanwhile.</summary>
/// <remarks>
/// What is counted anew is as of a stamp up to which all changes can be read; an hour that changes while its day is counted stays
/// fresh. A crash at any point leaves the notes of the changed hours, and so the work, to be done again.
/// </remarks>
/// <param name="file">The file.</param>
/// <param name="writer">Its writer.</param>
/// <param name="counting">The connection that counts; never held while the writer is waited for, since the writer may have to close it.</param>
/// <param name="readers">Those that answer questions.</param>
/// <param name="changes">Which hours changed.</param>
/// <param name="atRows">From how many rows on a tenant has rollups.</param>
/// <param name="clock">The time.</param>
internal sealed class DuckDbRollups(
    DuckDbFile file, Func<DuckDbWriter> writer, ConnectionPool counting, ConnectionPool readers, ChangedHours changes,
    long atRows, TimeProvider clock)
    : IRollups, IDisposable
{
    private const int MostDaysAtOnce = 400;

    // A tenant's wide tables take about 10 MB until the engine has written them to their place in the file.
    private const int MostUnflushed = 8;

    private static readonly TimeSpan UntilLookedAt = TimeSpan.FromMinutes(1);

    private readonly Dictionary<TenantId, TenantZone> zones = [];
    private readonly Lock gate = new();
    private readonly SemaphoreSlim one = new(1);
    private readonly DuckDbDialect dialect = new();
    private readonly Dictionary<TenantId, DateTimeOffset> smallAt = [];
    private int unflushed;

    public static string Ddl =>
        "CREATE TABLE IF NOT EXISTS meta.rollups (tenant_id UUID PRIMARY KEY, zone VARCHAR, fingerprint VARCHAR);\n";

    public ChangedHours Changes => changes;

    public TenantZone? ZoneOf(TenantId tenant)
    {
        lock (gate)
            return zones.GetValueOrDefault(tenant);
    }

    /// <summary>What an earlier run has kept, and what it knew to be out of date.</summary>
    public async Task OpenAsync(DuckDBConnection main, CancellationToken ct)
    {
        foreach (var row in await RowsAsync(main, $"SELECT tenant_id, hour FROM {ChangeNotes.Table}", ct))
            changes.Restore(new TenantId((Guid)row[0]!), (int)row[1]!);
        foreach (var row in await RowsAsync(main, "SELECT tenant_id, zone, fingerprint FROM meta.rollups", ct))
            if ((string)row[2]! == Rollup.Fingerprint && TenantZone.Find((string)row[1]!).TryGet(out var zone, out _))
                zones[new TenantId((Guid)row[0]!)] = zone;
    }

    public async Task<int> RebuildAsync(TenantId tenant, TenantZone zone, Func<DateOnly, bool> days, CancellationToken ct)
    {
        await one.WaitAsync(ct);
        try
        {
            if (!file.Has(tenant) || writer().Trouble is not null)
                return 0;
            var isNew = ZoneOf(tenant) != zone;
            if (!isNew && !LocalDays.Of(changes.Fresh(tenant), zone).Any(days))
                return 0;
            if (isNew && !await IsLargeAsync(tenant, ct))
                return 0;
            long asOf = 0;
            await WriteAsync(_ =>
            {
                asOf = changes.Committed;
                return Task.CompletedTask;
            });
            var fresh = changes.Fresh(tenant);
            if (isNew)
                await WriteAsync(writing => StartOverAsync(writing, tenant));
            var wanted = isNew
                ? await AllDaysAsync(tenant, zone, ct)
                : [.. LocalDays.Of(fresh, zone).Where(days)];
            foreach (var stretch in LocalDays.Stretches(wanted, MostDaysAtOnce))
            {
                if (writer().Trouble is { } trouble)
                    throw new StoreException(trouble);
                await counting.UseAsync((connection, until) => CountAsync(connection, tenant, zone, stretch, isNew, until), ct);
            }

            var settled = isNew ? fresh : [.. fresh.Where(hour => LocalDays.Of(hour, zone).All(wanted.Contains))];
            await WriteAsync(writing => SettleAsync(writing, tenant, isNew ? zone : null, settled, asOf));
            if (++unflushed >= MostUnflushed)
            {
                unflushed = 0;
                await WriteAsync(DuckDbFile.FlushAsync);
            }

            return wanted.Count;
        }
        finally
        {
            one.Release();
        }
    }

    public async Task<IReadOnlyList<Restatement>> RestatementsAsync(
        TenantId tenant, DayRange days, string? metric, int limit, CancellationToken ct)
    {
        if (ZoneOf(tenant) is null)
            return [];
        // Not the connection that counts: it may be busy for long.
        return await readers.UseAsync((reading, until) => RestatementLedger.ReadAsync(reading, tenant, days, metric, limit, until), ct);
    }

    public void Dispose() => one.Dispose();

    /// <summary>Counts a stretch of days in one transaction, and writes down which final figures that changed.</summary>
    private async Task<bool> CountAsync(
        DuckDBConnection connection, TenantId tenant, TenantZone zone, DayRange days, bool isNew, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await DuckDbFile.ExecuteAsync(connection, "BEGIN", ct);
        try
        {
            var ledger = isNew ? null : await RestatementLedger.BeforeAsync(connection, tenant, zone, days, ct);
            foreach (var rollup in Rollup.All)
            {
                await DuckDbReading.ReadAsync(connection, DeleteStatement(tenant, rollup, days), ct);
                await DuckDbReading.ReadAsync(connection, InsertStatement(tenant, zone, rollup, days, now), ct);
            }

            if (ledger is not null)
                await ledger.AfterAsync(connection, now, ct);
            await DuckDbFile.ExecuteAsync(connection, "COMMIT", ct);
            return true;
        }
        catch (Exception failure)
        {
            if (!StoreProblems.IsFatal(failure))
                await DuckDbFile.ExecuteAsync(connection, "ROLLBACK", CancellationToken.None);
            throw;
        }
    }

    private static SqlStatement DeleteStatement(TenantId tenant, Rollup rollup, DayRange days) => new(
        $"DELETE FROM {DuckDbDialect.SchemaOf(tenant)}.{rollup.Table.Name} WHERE tenant_id = $tenant AND day >= $first AND day <= $last",
        [
            new("tenant", SqlType.Identity, tenant.Value), new("first", SqlType.Day, days.First), new("last", SqlType.Day, days.Last),
        ]);

    private SqlStatement InsertStatement(TenantId tenant, TenantZone zone, Rollup rollup, DayRange days, DateTimeOffset now)
    {
        var query = new AnalyticsQuery
        {
            Tenant = tenant,
            Metrics = [],
            Dimensions = [.. rollup.Dimensions],
            Days = days,
            Zone = zone,
            Interval = Interval.Day,
            Now = now,
        };
        return QueryCompiler.CompileDays(query, rollup, dialect, (sql, counted) =>
        {
            var dimensions = rollup.Dimensions.Select((_, i) => $"k{i + 1}");
            var figures = rollup.Aggregates.Select((_, i) => $"a{i}");
            return $"INSERT INTO {DuckDbDialect.SchemaOf(tenant)}.{rollup.Table.Name}\nSELECT {sql.Tenant}, CAST(k0 AS DATE), " +
                $"{string.Concat(dimensions.Select(d => d + ", "))}{sql.Add(SqlType.Instant, now)}, {string.Join(", ", figures)}\n" +
                $"FROM (\n{counted}\n) AS counted";
        });
    }

    /// <summary>Whether keeping figures is worth it. What is noted of a small tenant waits until it is; it is looked at now and then.</summary>
    private async Task<bool> IsLargeAsync(TenantId tenant, CancellationToken ct)
    {
        if (atRows == 0)
            return true;
        var now = clock.GetUtcNow();
        if (smallAt.TryGetValue(tenant, out var at) && now - at < UntilLookedAt)
            return false;
        var counts = FactTable.All.Select(t => $"(SELECT count(*) FROM {dialect.Rows(t, tenant, "$tenant")} AS t)");
        var rows = await counting.UseAsync((connection, until) => RowsAsync(
            connection, $"SELECT {string.Join(" + ", counts)}", until, ("tenant", tenant.Value)), ct);
        var isLarge = (long)rows[0][0]! >= atRows;
        if (isLarge)
            smallAt.Remove(tenant);
        else
            smallAt[tenant] = now;
        return isLarge;
    }

    /// <summary>Empty tables of today's making; until they are full again the facts answer.</summary>
    private async Task StartOverAsync(DuckDBConnection writing, TenantId tenant)
    {
        lock (gate)
            zones.Remove(tenant);
        var schema = DuckDbDialect.SchemaOf(tenant);
        var tables = Rollup.All.Select(r => $"DROP TABLE IF EXISTS {schema}.{r.Table.Name}; {DuckDbFile.Ddl(schema, r.Table)}");
        await DuckDbFile.ExecuteAsync(writing,
            $"BEGIN; DELETE FROM meta.rollups WHERE tenant_id = '{tenant.Value}'; {string.Concat(tables)} " +
            $"{RestatementLedger.Ddl(schema)} COMMIT;", default);
    }

    private async Task SettleAsync(
        DuckDBConnection writing, TenantId tenant, TenantZone? zone, IReadOnlyCollection<int> hours, long asOf)
    {
        var settled = changes.Settle(tenant, hours, asOf);
        await DuckDbFile.ExecuteAsync(writing, "BEGIN", default);
        if (zone is not null)
            await DuckDbFile.ExecuteAsync(writing, "INSERT OR REPLACE INTO meta.rollups VALUES ($tenant, $zone, $fingerprint)", default,
                ("tenant", tenant.Value), ("zone", zone.Id), ("fingerprint", Rollup.Fingerprint));
        if (settled.Count > 0)
            await DuckDbFile.ExecuteAsync(writing,
                $"DELETE FROM {ChangeNotes.Table} WHERE tenant_id = $tenant AND hour IN (SELECT unnest($hours))", default,
                ("tenant", tenant.Value), ("hours", settled.ToList()));
        await DuckDbFile.ExecuteAsync(writing, "COMMIT", default);
        if (zone is not null)
            lock (gate)
                zones[tenant] = zone;
    }

    /// <summary>Every day on which anything is booked.</summary>
    private async Task<HashSet<DateOnly>> AllDaysAsync(TenantId tenant, TenantZone zone, CancellationToken ct)
    {
        var hours = FactTable.All.SelectMany(table => table.Instants.Select(i => table.Columns[i].Name).Select(column =>
            $"SELECT DISTINCT CAST(floor(epoch({column}) / 3600) AS INTEGER) FROM " +
            $"{dialect.Rows(table, tenant, "$tenant")} AS f WHERE {column} IS NOT NULL"));
        var found = await CountingAsync(string.Join("\nUNION\n", hours));
        var days = LocalDays.Of(found.Select(row => (int)row[0]!), zone);
        // Stretches of agents' time reach over days on which nothing begins or ends.
        var first = await CountingAsync(
            $"SELECT min(started_at), max(ended_at) FROM {dialect.Rows(FactTable.AgentStates, tenant, "$tenant")} AS s");
        if (first is [[DateTime from, DateTime to]] && from < to)
            for (var (day, last) = (zone.ToLocalDay(new(from, TimeSpan.Zero)), zone.ToLocalDay(new(to, TimeSpan.Zero))); day <= last;)
            {
                days.Add(day);
                day = day.AddDays(1);
            }

        return days;

        Task<IReadOnlyList<object?[]>> CountingAsync(string sql) =>
            counting.UseAsync((connection, until) => RowsAsync(connection, sql, until, ("tenant", tenant.Value)), ct);
    }

    private Task WriteAsync(Func<DuckDBConnection, Task> work) => writer().WriteAsync(work);

    private static async Task<IReadOnlyList<object?[]>> RowsAsync(
        DuckDBConnection connection, string sql, CancellationToken ct, params (string Name, object Value)[] values) =>
        (await DuckDbReading.ReadAsync(connection,
            new SqlStatement(sql, [.. values.Select(v => new SqlParameter(v.Name, SqlType.Text, v.Value))]), ct)).Rows;
}
