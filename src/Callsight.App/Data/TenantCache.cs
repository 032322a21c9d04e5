using System.Collections.Concurrent;

namespace Callsight.App.Data;

/// <summary>What was read of a tenant a moment ago, so that a busy client does not cost a query for each request.</summary>
/// <remarks>
/// Each tenant has a share of its own. A change on this node forgets the tenant's whole share once it is committed; other nodes
/// notice when the time is up. Who was still reading by then keeps what was read in a share that nobody looks at any more.
/// </remarks>
internal sealed class TenantCache<TKey, TValue>(TimeProvider clock, TimeSpan keptFor)
    where TKey : notnull
    where TValue : class
{
    private const int MostTenants = 10_000;
    private const int MostInShare = 5_000;

    private readonly ConcurrentDictionary<TenantId, ConcurrentDictionary<TKey, (TValue Value, long ReadAt)>> shares = new();

    /// <summary>The value as kept, or as it is read now; what is not there is sought anew each time.</summary>
    public ValueTask<TValue?> GetAsync(TenantId tenant, TKey key, Func<Task<TValue?>> read)
    {
        if (keptFor <= TimeSpan.Zero)
            return new ValueTask<TValue?>(read());
        var share = shares.GetOrAdd(tenant, static _ => new ConcurrentDictionary<TKey, (TValue, long)>());
        return share.TryGetValue(key, out var kept) && clock.GetElapsedTime(kept.ReadAt) < keptFor
            ? ValueTask.FromResult<TValue?>(kept.Value)
            : ReadAsync(tenant, share, key, read);
    }

    /// <summary>Forgets all of a tenant. To be called after the commit of the change.</summary>
    public void Forget(TenantId tenant) => shares.TryRemove(tenant, out _);

    private async ValueTask<TValue?> ReadAsync(
        TenantId tenant, ConcurrentDictionary<TKey, (TValue Value, long ReadAt)> share, TKey key, Func<Task<TValue?>> read)
    {
        var readAt = clock.GetTimestamp();
        var value = await read();
        if (value is not null)
        {
            if (share.Count >= MostInShare)
                share.Clear();
            share[key] = (value, readAt);
        }
        else if (share.IsEmpty)
        {
            shares.TryRemove(new KeyValuePair<TenantId, ConcurrentDictionary<TKey, (TValue, long)>>(tenant, share));
        }

        if (shares.Count > MostTenants)
            shares.Clear();
        return value;
    }
}
