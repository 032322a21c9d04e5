using Callsight.App.Data;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.EventLog;

internal sealed class LogEnd(AppDb db) : ILogEnd
{
    public async Task<LogPosition> LastAsync(CancellationToken ct)
    {
        var last = await db.Set<EventLogEntry>().OrderByDescending(e => e.TransactionId).ThenByDescending(e => e.Position)
            .Select(e => new { e.TransactionId, e.Position }).FirstOrDefaultAsync(ct);
        return last is null ? LogPosition.Start : new LogPosition(last.TransactionId, last.Position);
    }
}
