using Callsight.App.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Callsight.App.EventLog;

/// <summary>Writes many lines of the event log at once, inside the transaction that is under way.</summary>
/// <remarks>Thousands of lines of an import: making an entity of each, and asking for its position, takes longer than writing it.</remarks>
internal static class AppendEntries
{
    public static async Task AppendAsync(AppDb db, IReadOnlyList<EventLogEntry> entries, CancellationToken ct)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        if (db.IsSqlite)
            await OneByOneAsync((SqliteCommand)command, entries, ct);
        else
            await TogetherAsync((NpgsqlCommand)command, entries, ct);
    }

    /// <summary>SQLite is in the process: a statement that is prepared once is as fast as it gets.</summary>
    private static async Task OneByOneAsync(SqliteCommand command, IReadOnlyList<EventLogEntry> entries, CancellationToken ct)
    {
        command.CommandText =
            "INSERT INTO event_log (transaction_id, tenant_id, event_id, type, occurred_at, recorded_at, data) " +
            "VALUES (0, $tenant, $event, $type, $occurred, $recorded, $data)";
        var instant = new InstantConverter();
        var (tenant, id, type) = (Add(command, "$tenant"), Add(command, "$event"), Add(command, "$type"));
        var (occurred, recorded, data) = (Add(command, "$occurred"), Add(command, "$recorded"), Add(command, "$data"));
        foreach (var entry in entries)
        {
            (tenant.Value, id.Value, type.Value) = (entry.TenantId.Value, entry.EventId, entry.Type);
            (occurred.Value, recorded.Value, data.Value) =
                (instant.ConvertToProvider(entry.OccurredAt), instant.ConvertToProvider(entry.RecordedAt), entry.Data);
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>PostgreSQL is a journey away: all lines go in one statement, in their order. Copying is refused under row-level security.</summary>
    private static async Task TogetherAsync(NpgsqlCommand command, IReadOnlyList<EventLogEntry> entries, CancellationToken ct)
    {
        command.CommandText =
            """
            INSERT INTO event_log (tenant_id, event_id, type, occurred_at, recorded_at, data)
            SELECT tenant_id, event_id, type, occurred_at, recorded_at, data
            FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::text[])
              WITH ORDINALITY AS e (tenant_id, event_id, type, occurred_at, recorded_at, data, place)
            ORDER BY place
            """;
        foreach (object values in new object[]
                 {
                     entries.Select(e => e.TenantId.Value).ToArray(), entries.Select(e => e.EventId).ToArray(),
                     entries.Select(e => e.Type).ToArray(), entries.Select(e => e.OccurredAt.ToUniversalTime()).ToArray(),
                     entries.Select(e => e.RecordedAt.ToUniversalTime()).ToArray(), entries.Select(e => e.Data).ToArray(),
                 })
            command.Parameters.Add(new NpgsqlParameter { Value = values });
        await command.ExecuteNonQueryAsync(ct);
    }

    private static SqliteParameter Add(SqliteCommand command, string name)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        command.Parameters.Add(parameter);
        return parameter;
    }
}
