using System.Collections.Concurrent;
using Callsight.Analytics.Rollups;

namespace Callsight.App.Realtime;

/// <summary>Knows of each tenant that somebody looks at whether its records or figures may have changed.</summary>
internal sealed class TenantChanges
{
    private readonly ConcurrentDictionary<TenantId, TaskCompletionSource> waiting = new();

    public TenantChanges(IRollups rollups) => rollups.Changes.Changed += Touch;

    /// <summary>Ends with the tenant's next change. Take it before reading, so that nothing slips in between.</summary>
    public Task Next(TenantId tenant) =>
        waiting.GetOrAdd(tenant, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Touch(TenantId tenant)
    {
        if (waiting.TryRemove(tenant, out var next))
            next.TrySetResult();
    }
}
