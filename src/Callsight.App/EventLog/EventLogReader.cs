using Callsight.App.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.App.EventLog;

/// <summary>Reads the log in order, for all tenants, without ever stepping over an event that is still being written.</summary>
public sealed class EventLogReader(IServiceScopeFactory scopes)
{
    /// <summary>The next events after a place; empty when there are none yet.</summary>
    public async Task<IReadOnlyList<LoggedEvent>> ReadAsync(LogPosition after, int most, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = WholeLog(scope);
        var entries = await After(Settled(db), after).OrderBy(e => e.TransactionId).ThenBy(e => e.Position)
            .Take(most).ToListAsync(ct);
        return [.. entries.Select(e => e.ToLogged())];
    }

    /// <summary>
    /// Since when the oldest event after a place waits, also one that no reader may see yet because an older transaction
    /// is still open on the server; null when none does.
    /// </summary>
    public async Task<DateTimeOffset?> WaitingSinceAsync(LogPosition after, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = WholeLog(scope);
        return await After(db.Set<EventLogEntry>(), after).OrderBy(e => e.TransactionId).ThenBy(e => e.Position)
            .Select(e => (DateTimeOffset?)e.RecordedAt).FirstOrDefaultAsync(ct);
    }

    internal static AppDb WholeLog(AsyncServiceScope scope)
    {
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        db.ReadsWholeLog = true;
        return db;
    }

    // A transaction that began earlier may commit later; what is below the oldest open one can no longer change.
    internal static IQueryable<EventLogEntry> Settled(AppDb db) => db.IsSqlite
        ? db.Set<EventLogEntry>()
        : db.Set<EventLogEntry>().FromSqlRaw(
            "SELECT * FROM event_log WHERE transaction_id < pg_snapshot_xmin(pg_current_snapshot())::text::bigint");

    private static IQueryable<EventLogEntry> After(IQueryable<EventLogEntry> log, LogPosition after)
    {
        var (transaction, position) = (after.Transaction, after.Position);
        return log.IgnoreQueryFilters([AppDb.TenantFilter]).AsNoTracking().Where(e =>
            e.TransactionId > transaction || (e.TransactionId == transaction && e.Position > position));
    }
}
