using Callsight.Analytics.Dialects;
using Callsight.Analytics.Schema;
using DuckDB.NET.Data;

namespace Callsight.Analytics.Store;

/// <summary>The DuckDB file: its connections, its tables, and which tenants have a schema of their own.</summary>
internal sealed class DuckDbFile(string path, EventStoreOptions options)
{
    private const int SchemaVersion = 2;

    private readonly HashSet<TenantId> tenants = [];
    private readonly Lock gate = new();

    /// <summary>Made with the file and kept in it.</summary>
    public Guid Id { get; private set; }

    public async Task<DuckDBConnection> ConnectAsync(CancellationToken ct)
    {
        var connection = new DuckDBConnection($"Data Source={path}");
        await connection.OpenAsync(ct);
        return connection;
    }

    public async Task PrepareAsync(DuckDBConnection connection, CancellationToken ct)
    {
        // The limits are checked against a pattern when the product starts.
        await ExecuteAsync(connection, $"SET memory_limit = '{options.MemoryLimit}'", ct);
        await ExecuteAsync(connection, $"SET max_temp_directory_size = '{options.TemporaryFilesLimit}'", ct);
        if (options.Threads > 0)
            await ExecuteAsync(connection, $"SET threads = {options.Threads}", ct);
        await ExecuteAsync(connection, "SET TimeZone = 'UTC'", ct);
        await ExecuteAsync(connection, "SET preserve_insertion_order = false", ct);
        await ExecuteAsync(connection, """
            CREATE SCHEMA IF NOT EXISTS meta;
            CREATE SCHEMA IF NOT EXISTS hot;
            CREATE TABLE IF NOT EXISTS meta.schema_version (version INTEGER NOT NULL);
            CREATE TABLE IF NOT EXISTS meta.identity (id UUID NOT NULL);
            INSERT INTO meta.identity SELECT uuid() WHERE NOT EXISTS (FROM meta.identity);
            CREATE TABLE IF NOT EXISTS meta.checkpoints (
                subscriber VARCHAR PRIMARY KEY, log_transaction BIGINT NOT NULL, log_position BIGINT NOT NULL);
            """ + Ddl("hot", FactTable.Events) + ChangeNotes.Ddl + DuckDbRollups.Ddl + PropertyColumns.Ddl + ForgetEvents.Ddl, ct);
        if (await ScalarAsync(connection, "SELECT max(version) FROM meta.schema_version", ct) is not int version)
            await ExecuteAsync(connection, $"INSERT INTO meta.schema_version VALUES ({SchemaVersion})", ct);
        else if (version > SchemaVersion)
            throw new InvalidOperationException($"The event store {path} was written by a newer version of Callsight.");

        Id = (Guid)(await ScalarAsync(connection, "SELECT id FROM meta.identity", ct))!;
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE 't\\_%' ESCAPE '\\'";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            if (Guid.TryParseExact(reader.GetString(0)[2..], "n", out var id))
                lock (gate)
                    tenants.Add(new TenantId(id));
        await reader.CloseAsync();
        await UpgradeAsync(connection, ct);
    }

    /// <summary>Brings the tables of an earlier release up to date; columns only ever come on at the end.</summary>
    private async Task UpgradeAsync(DuckDBConnection connection, CancellationToken ct)
    {
        if (await ScalarAsync(connection, "SELECT max(version) FROM meta.schema_version", ct) is SchemaVersion)
            return;
        var columns = Tenants.Select(DuckDbDialect.SchemaOf).SelectMany(schema => new[]
        {
            $"ALTER TABLE {schema}.calls ADD COLUMN IF NOT EXISTS caller VARCHAR;",
            $"ALTER TABLE {schema}.leads ADD COLUMN IF NOT EXISTS response_business_ms BIGINT;",
        });
        await ExecuteAsync(connection,
            $"BEGIN; {string.Concat(columns)} INSERT INTO meta.schema_version VALUES ({SchemaVersion}); COMMIT;", ct);
    }

    public IReadOnlyList<TenantId> Tenants
    {
        get
        {
            lock (gate)
                return [.. tenants];
        }
    }

    public bool Has(TenantId tenant)
    {
        lock (gate)
            return tenants.Contains(tenant);
    }

    /// <summary>Gives a tenant its tables. Committed at once, so that what is written next may roll back alone.</summary>
    public async Task EnsureAsync(DuckDBConnection connection, TenantId tenant, CancellationToken ct)
    {
        if (Has(tenant))
            return;
        var schema = DuckDbDialect.SchemaOf(tenant);
        await ExecuteAsync(connection,
            $"BEGIN; CREATE SCHEMA IF NOT EXISTS {schema}; " + string.Concat(FactTable.All.Select(t => Ddl(schema, t))) + "COMMIT;", ct);
        lock (gate)
            tenants.Add(tenant);
    }

    /// <summary>The next number of arrival: one more than any event has.</summary>
    public async Task<long> NextSequenceAsync(DuckDBConnection connection, CancellationToken ct)
    {
        var highest = 0L;
        foreach (var schema in Tenants.Select(DuckDbDialect.SchemaOf).Append("hot"))
            if (await ScalarAsync(connection, $"SELECT max(sequence) FROM {schema}.events", ct) is long sequence)
                highest = Math.Max(highest, sequence);
        return highest + 1;
    }

    /// <summary>How many events of earlier runs have not been moved to their tenants' tables yet.</summary>
    public static async Task<long> FreshEventsAsync(DuckDBConnection connection, CancellationToken ct) =>
        (long)(await ScalarAsync(connection, "SELECT count(*) FROM hot.events", ct))!;

    /// <summary>Has the engine write what it holds to its place in the file: it then needs no memory any more.</summary>
    public static async Task FlushAsync(DuckDBConnection connection)
    {
        try
        {
            await ExecuteAsync(connection, "CHECKPOINT", default);
        }
        catch (DuckDBException failure) when (!StoreProblems.IsFatal(failure))
        {
            // Somebody is in the middle of something: another time.
        }
    }

    public static async Task ExecuteAsync(DuckDBConnection connection, string sql, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(ct);
    }

    public static async Task ExecuteAsync(
        DuckDBConnection connection, string sql, CancellationToken ct, params (string Name, object Value)[] values)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
            command.Parameters.Add(new DuckDBParameter(name, value));
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<object?> ScalarAsync(DuckDBConnection connection, string sql, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(ct) is { } value and not DBNull ? value : null;
    }

    internal static string Ddl(string schema, FactTable table) =>
        $"CREATE TABLE IF NOT EXISTS {schema}.{table.Name} (tenant_id UUID NOT NULL, " +
        string.Join(", ", table.Columns.Select(c => $"{c.Name} {DuckDbDialect.TypeName(c.Type)}")) + ");\n";
}
