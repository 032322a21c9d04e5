using System.Data.Common;
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
    /// <summary>Puts a policy on each tenant-owned table of the model. Safe to run at every start.</summary>
    public static async Task EnsureAsync(AppDb db, CancellationToken ct)
    {
        foreach (var entity in db.Model.GetEntityTypes().Where(e => e.ClrType.IsAssignableTo(typeof(ITenantOwned))))
        {
            var table = entity.GetTableName()!;
            var visible = "tenant_id = nullif(current_setting('callsight.tenant', true), '')::uuid";
            var extra = entity.ClrType.Name switch
            {
                "EventLogEntry" => " OR current_setting('callsight.reads_whole_log', true) = 'on'",
                "Membership" => " OR user_id = nullif(current_setting('callsight.user', true), '')::uuid",
                _ => "",
            };
            // Names come from the model, never from input.
#pragma warning disable EF1002
            await db.Database.ExecuteSqlRawAsync($"""
                ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
                ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
                DROP POLICY IF EXISTS tenant_only ON {table};
                CREATE POLICY tenant_only ON {table} USING ({visible}{extra}) WITH CHECK ({visible});
                """, ct);
#pragma warning restore EF1002
        }
    }
}

/// <summary>Tells each PostgreSQL session whose rows it may see, as soon as it is opened.</summary>
internal sealed class SessionTenantInterceptor : DbConnectionInterceptor
{
    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is not AppDb db)
            return;
        await using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT set_config('callsight.tenant', $1, false), set_config('callsight.user', $2, false), " +
            "set_config('callsight.reads_whole_log', $3, false)";
        Add(db.VisibleTenant == default ? "" : db.VisibleTenant.ToString());
        Add(db.VisibleUser?.ToString() ?? "");
        Add(db.ReadsWholeLog ? "on" : "");
        await command.ExecuteNonQueryAsync(cancellationToken);

        void Add(string value)
        {
            var parameter = command.CreateParameter();
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }
    }
}
