using Microsoft.EntityFrameworkCore;

namespace Callsight.App.Data;

/// <summary>EF's lock for migrating SQLite is a row, which outlives a process that was killed while it migrated.</summary>
internal static class AbandonedLock
{
    // Far longer than a migration of an embedded store takes, so that nobody alive loses the lock.
    private const int OldAfterSeconds = 10;

    /// <summary>Waits until nobody migrates, and takes away the lock of somebody who no longer can.</summary>
    public static async Task ClearAsync(AppDb db, CancellationToken ct)
    {
        while (await CountAsync(db, "SELECT count(*) AS \"Value\" FROM sqlite_master WHERE name = '__EFMigrationsLock'", ct) > 0
            && await CountAsync(db, "SELECT count(*) AS \"Value\" FROM \"__EFMigrationsLock\"", ct) > 0)
        {
            await db.Database.ExecuteSqlAsync(
                $"""DELETE FROM "__EFMigrationsLock" WHERE (julianday('now') - julianday("Timestamp")) * 86400 > {OldAfterSeconds}""", ct);
            await Task.Delay(200, ct);
        }
    }

    private static Task<int> CountAsync(AppDb db, string sql, CancellationToken ct) => db.Database.SqlQueryRaw<int>(sql).SingleAsync(ct);
}
