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
        var entries = await After(db, after).OrderBy(e => e.TransactionId).ThenBy(e => e.Position)
            .Take(most).ToListAsync(ct);
        return [.. entries.Select(e => e.ToLogged())];
    }

    /// <summary>How many events wait after a place, and since when the oldest does.</summary>
    public async Task<(long Count, DateTimeOffset? OldestRecordedAt)> WaitingAsync(LogPosition after, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = WholeLog(scope);
        var waiting = After(db, after);
        var count = await waiting.LongCountAsync(ct);
        return (count, count == 0 ? null : await waiting.MinAsync(e => e.RecordedAt, ct));
    }

    private static AppDb WholeLog(AsyncServiceScope scope)
    {
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        db.ReadsWholeLog = true;
        return db;
    }

    private static IQueryable<EventLogEntry> After(AppDb db, LogPosition after)
    {
        // A transaction that began earlier may commit later; what is below the oldest open one can no longer change.
        var settled = db.IsSqlite
            ? db.Set<EventLogEntry>()
            : db.Set<EventLogEntry>().FromSqlRaw(
                "SELECT * FROM event_log WHERE transaction_id < pg_snapshot_xmin(pg_current_snapshot())::text::bigint");
        var (transaction, position) = (after.Transaction, after.Position);
        return settled.IgnoreQueryFilters([AppDb.TenantFilter]).AsNoTracking().Where(e =>
            e.TransactionId > transaction || (e.TransactionId == transaction && e.Position > position));
    }
}
