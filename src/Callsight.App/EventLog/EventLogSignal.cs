using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Callsight.App.EventLog;

/// <summary>Wakes the subscribers of this process when something was written, so that they need not wait for the next poll.</summary>
public sealed class EventLogSignal
{
    private volatile TaskCompletionSource next = New();

    /// <summary>Something was written.</summary>
    public void Pulse() => Interlocked.Exchange(ref next, New()).TrySetResult();

    /// <summary>What to wait for; take it before reading the log, so that nothing slips in between.</summary>
    public Task Next => next.Task;

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Wakes the subscribers when a transaction ends: what was written inside it could not be seen before.</summary>
internal sealed class PulseOnCommit(EventLogSignal signal) : DbTransactionInterceptor
{
    public override Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        signal.Pulse();
        return Task.CompletedTask;
    }
}
