using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Callsight.App.Data;

/// <summary>PostgreSQL's own guard: a second lock behind the query filter, for every table with a tenant.</summary>
/// <remarks>
/// It fails closed: a session that names no tenant sees no rows. Forced, so that it binds the tables' owner as well; only a
/// superuser stands above it, and <see cref="StoreStartup"/> warns when the product was given one.
/// </remarks>
internal static class RowLevelSecurity
{
    private const long StartLock = 0x43616C6C73696768; // "Callsigh"

    /// <summary>Puts a policy on each tenant-owned table of the model. Safe to run at every start, of several nodes at once.</summary>
    /// <remarks>A table that has its policy is left alone: changing it would wait for everybody who reads the table.</remarks>
    public static async Task EnsureAsync(AppDb db, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({StartLock})", ct);
            var guarded = await db.Database.SqlQuery<string>($"""
                SELECT c.relname || ' ' || obj_description(p.oid, 'pg_policy') AS "Value"
                FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
                WHERE c.relrowsecurity AND c.relforcerowsecurity AND p.polname = 'tenant_only'
                  AND c.relnamespace = current_schema()::regnamespace
                """).ToListAsync(ct);
            foreach (var entity in db.Model.GetEntityTypes().Where(e => e.ClrType.IsAssignableTo(typeof(ITenantOwned))))
            {
                var (table, rule) = (entity.GetTableName()!, RuleOf(entity.ClrType));
                var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(rule)));
                if (guarded.Contains($"{table} {mark}"))
                    continue;
                // Names come from the model, never from input.
#pragma warning disable EF1002
                await db.Database.ExecuteSqlRawAsync($"""
                    ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
                    ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
                    DROP POLICY IF EXISTS tenant_only ON {table};
                    CREATE POLICY tenant_only ON {table} {rule};
                    COMMENT ON POLICY tenant_only ON {table} IS '{mark}';
                    """, ct);
#pragma warning restore EF1002
            }
        }
        finally
        {
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({StartLock})", CancellationToken.None);
            await db.Database.CloseConnectionAsync();
        }
    }

    private static string RuleOf(Type entity)
    {
        const string Own = "tenant_id = nullif(current_setting('callsight.tenant', true), '')::uuid";
        var alsoReads = entity.Name switch
        {
            "EventLogEntry" => " OR current_setting('callsight.reads_whole_log', true) = 'on'",
            "Membership" => " OR user_id = nullif(current_setting('callsight.user', true), '')::uuid",
            _ => "",
        };
        return $"USING ({Own}{alsoReads}) WITH CHECK ({Own})";
    }
}

/// <summary>Tells each PostgreSQL session whose rows it may see, as soon as it is opened.</summary>
internal sealed class SessionTenantInterceptor : DbConnectionInterceptor
{
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (eventData.Context is not AppDb db)
            return;
        using var command = CommandFor(db, connection);
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is not AppDb db)
            return;
        await using var command = CommandFor(db, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static DbCommand CommandFor(AppDb db, DbConnection connection)
    {
        var command = connection.CreateCommand();
        command.CommandText =
            "SELECT set_config('callsight.tenant', $1, false), set_config('callsight.user', $2, false), " +
            "set_config('callsight.reads_whole_log', $3, false)";
        foreach (var value in new[]
                 {
                     db.VisibleTenant == default ? "" : db.VisibleTenant.ToString(),
                     db.VisibleUser?.ToString() ?? "",
                     db.ReadsWholeLog ? "on" : "",
                 })
        {
            var parameter = command.CreateParameter();
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
