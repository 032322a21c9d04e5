using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Callsight.App.Data;

/// <summary>Brings the relational store up to date.</summary>
public sealed class StoreStartup(
    IServiceScopeFactory scopes, IOptions<StoreOptions> options, ILogger<StoreStartup> logger)
{
    /// <summary>Applies what is missing of the schema, and the tenant policies on PostgreSQL. Safe to repeat.</summary>
    public async Task MigrateAsync(CancellationToken ct)
    {
        Directory.CreateDirectory(options.Value.DataFolder);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        if (db.Database.GetMigrations().Any())
            await db.Database.MigrateAsync(ct);
        else
            await db.Database.EnsureCreatedAsync(ct);
        if (db.IsSqlite)
            return;

        await RowLevelSecurity.EnsureAsync(db, ct);
        var isSuperuser = await db.Database
            .SqlQuery<bool>($"SELECT rolsuper OR rolbypassrls AS \"Value\" FROM pg_roles WHERE rolname = current_user")
            .SingleAsync(ct);
        if (isSuperuser)
            logger.LogWarning("The database role stands above row-level security. Give Callsight an ordinary role.");
    }
}
