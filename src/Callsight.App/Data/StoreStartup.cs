using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Callsight.App.Data;

/// <summary>Brings the relational store up to date.</summary>
public sealed class StoreStartup(
    IServiceScopeFactory scopes, IEnumerable<IAfterMigration> afterwards, IOptions<StoreOptions> options,
    ILogger<StoreStartup> logger)
{
    /// <summary>Applies what is missing of the schema, and the tenant policies on PostgreSQL. Safe to repeat.</summary>
    public Task MigrateAsync(CancellationToken ct) => PrepareAsync(migrate: true, ct);

    /// <summary>Makes the folder of all embedded stores, where it is not there yet.</summary>
    /// <exception cref="SettingsException">There can be no folder where the settings say.</exception>
    public void MakeFolder()
    {
        try
        {
            Directory.CreateDirectory(options.Value.DataFolder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SettingsException($"{StoreOptions.Section}:{nameof(StoreOptions.DataFolder)}: {failure.Message}");
        }
    }

    /// <summary>Makes the store ready to be worked with, bringing it up to date first where that is wanted.</summary>
    /// <exception cref="SettingsException">There is no store where the settings say.</exception>
    public async Task PrepareAsync(bool migrate, CancellationToken ct)
    {
        MakeFolder();
        try
        {
            await OpenAsync(migrate, ct);
        }
        catch (Exception failure) when (!string.IsNullOrEmpty(options.Value.Postgres) && IsAboutConnection(failure))
        {
            throw new SettingsException(
                $"{StoreOptions.Section}:{nameof(StoreOptions.Postgres)}: The database cannot be used. {failure.Message}");
        }
    }

    private async Task OpenAsync(bool migrate, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        if (db.IsSqlite)
            await db.Database.ExecuteSqlRawAsync(SqlitePragmas.WriteAheadLog, ct);
        // Only when something is missing: EF takes a lock to migrate, and on SQLite a process that is killed meanwhile leaves it behind.
        if (migrate && (await db.Database.GetPendingMigrationsAsync(ct)).Any())
        {
            if (db.IsSqlite)
                await AbandonedLock.ClearAsync(db, ct);
            await db.Database.MigrateAsync(ct);
        }

        if (migrate && !db.IsSqlite)
            await GuardAsync(db, ct);
        foreach (var step in afterwards)
            await step.RunAsync(ct);
    }

    /// <summary>Whether the database did not answer, or the connection string is none.</summary>
    private static bool IsAboutConnection(Exception failure) =>
        failure is Npgsql.NpgsqlException or ArgumentException || failure.InnerException is Npgsql.NpgsqlException;

    private async Task GuardAsync(AppDb db, CancellationToken ct)
    {
        await RowLevelSecurity.EnsureAsync(db, ct);
        var isSuperuser = await db.Database
            .SqlQuery<bool>($"SELECT rolsuper OR rolbypassrls AS \"Value\" FROM pg_roles WHERE rolname = current_user")
            .SingleAsync(ct);
        if (isSuperuser)
            logger.LogWarning("The database role stands above row-level security. Give Callsight an ordinary role.");
    }
}

/// <summary>Something a module needs in the store before anybody works with it. Safe to repeat.</summary>
public interface IAfterMigration
{
    Task RunAsync(CancellationToken ct);
}
