using Callsight.App.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.App.EventLog;

/// <summary>The log as others may read it; what is still being written is never stepped over.</summary>
internal sealed class LogFeed(IServiceScopeFactory scopes, EventLogReader reader, EventLogSignal signal) : ILogFeed
{
    public Task Written => signal.Next;

    public Task<LogMark> FirstAsync(CancellationToken ct) => MarkAsync(
        log => log.OrderBy(e => e.TransactionId).ThenBy(e => e.Position), ct);

    public Task<LogMark> LastAsync(CancellationToken ct) => MarkAsync(
        log => log.OrderByDescending(e => e.TransactionId).ThenByDescending(e => e.Position), ct);

    public async Task<LogMark?> AtAsync(LogPosition place, CancellationToken ct)
    {
        var (transaction, position) = (place.Transaction, place.Position);
        var found = await MarkAsync(log => log.Where(e => e.Position == position && e.TransactionId == transaction), ct);
        return found == LogMark.Start ? null : found;
    }

    public Task<IReadOnlyList<LoggedEvent>> NextAsync(LogPosition after, int most, CancellationToken ct) =>
        reader.ReadAsync(after, most, ct);

    public Task<IReadOnlyList<LoggedEvent>> NextOfAsync(TenantId tenant, LogPosition after, int most, CancellationToken ct) =>
        OfAsync(tenant, async log =>
        {
            var next = await After(log, after).OrderBy(e => e.TransactionId).ThenBy(e => e.Position).Take(most).ToListAsync(ct);
            return (IReadOnlyList<LoggedEvent>)next.ConvertAll(e => e.ToLogged());
        });

    public Task<IReadOnlyList<LoggedEvent>> NewestOfAsync(TenantId tenant, int most, CancellationToken ct) =>
        OfAsync(tenant, async log =>
        {
            var newest = await log.OrderByDescending(e => e.TransactionId).ThenByDescending(e => e.Position).Take(most).ToListAsync(ct);
            newest.Reverse();
            return (IReadOnlyList<LoggedEvent>)newest.ConvertAll(e => e.ToLogged());
        });

    public Task<int> CountOfAsync(TenantId tenant, LogPosition after, int upTo, CancellationToken ct) =>
        OfAsync(tenant, log => After(log, after).Take(upTo).CountAsync(ct));

    private async Task<LogMark> MarkAsync(Func<IQueryable<EventLogEntry>, IQueryable<EventLogEntry>> which, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = EventLogReader.WholeLog(scope);
        var line = await which(EventLogReader.Settled(db).IgnoreQueryFilters([AppDb.TenantFilter]).AsNoTracking())
            .Select(e => new { e.TransactionId, e.Position, e.EventId }).FirstOrDefaultAsync(ct);
        return line is null ? LogMark.Start : new LogMark(new LogPosition(line.TransactionId, line.Position), line.EventId);
    }

    /// <summary>In a scope of the tenant's own, so that the stores' guards hold for it.</summary>
    private async Task<T> OfAsync<T>(TenantId tenant, Func<IQueryable<EventLogEntry>, Task<T>> read)
    {
        await using var scope = scopes.Enter(tenant);
        return await read(EventLogReader.Settled(scope.ServiceProvider.GetRequiredService<AppDb>()).AsNoTracking());
    }

    private static IQueryable<EventLogEntry> After(IQueryable<EventLogEntry> log, LogPosition after)
    {
        var (transaction, position) = (after.Transaction, after.Position);
        return log.Where(e => e.TransactionId > transaction || (e.TransactionId == transaction && e.Position > position));
    }
}
