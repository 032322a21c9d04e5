using Callsight.App.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Callsight.App.EventLog;

/// <summary>Places and leases of the subscribers: one active reader of each, even with several nodes.</summary>
public sealed class SubscriberCheckpoints(
    IServiceScopeFactory scopes, TimeProvider clock, IOptions<EventLogOptions> options)
{
    private readonly string node = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.CreateVersion7():N}";

    /// <summary>Takes the lease. False when another node holds it.</summary>
    public async Task<bool> TryLeaseAsync(string subscriber, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var now = clock.GetUtcNow();
        var until = now.AddSeconds(options.Value.LeaseSeconds);
        var leased = await db.Set<SubscriberCheckpoint>()
            .Where(c => c.Name == subscriber && (c.LeaseOwner == node || c.LeaseOwner == null || c.LeaseUntil < now))
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.LeaseOwner, node).SetProperty(c => c.LeaseUntil, until), ct);
        if (leased == 1)
            return true;
        if (await db.Set<SubscriberCheckpoint>().AnyAsync(c => c.Name == subscriber, ct))
            return false;

        db.Add(new SubscriberCheckpoint { Name = subscriber, LeaseOwner = node, LeaseUntil = until, UpdatedAt = now });
        try
        {
            await db.SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateException)
        {
            return false; // Another node was first.
        }
    }

    /// <summary>Holds on to the lease. False when it went to another node meanwhile, even if that one has given it up again:
    /// the place that was loaded under the old lease is no longer to be trusted.</summary>
    public async Task<bool> RenewAsync(string subscriber, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var until = clock.GetUtcNow().AddSeconds(options.Value.LeaseSeconds);
        return await db.Set<SubscriberCheckpoint>().Where(c => c.Name == subscriber && c.LeaseOwner == node)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.LeaseUntil, until), ct) == 1;
    }

    /// <summary>Gives the leases of this node back, so that another can go on at once.</summary>
    public async Task ReleaseAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        await db.Set<SubscriberCheckpoint>().Where(c => c.LeaseOwner == node)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.LeaseOwner, (string?)null), ct);
    }

    /// <summary>The place kept for a subscriber; the start for a new one.</summary>
    public async Task<LogPosition> LoadAsync(string subscriber, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var kept = await db.Set<SubscriberCheckpoint>().AsNoTracking().SingleOrDefaultAsync(c => c.Name == subscriber, ct);
        return kept is null ? LogPosition.Start : new LogPosition(kept.LogTransaction, kept.LogPosition);
    }

    /// <summary>Keeps the place, as long as the lease is this node's.</summary>
    /// <exception cref="SubscriberUnavailableException">The lease went to another node meanwhile.</exception>
    public async Task SaveAsync(string subscriber, LogPosition position, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var now = clock.GetUtcNow();
        var saved = await db.Set<SubscriberCheckpoint>()
            .Where(c => c.Name == subscriber && c.LeaseOwner == node)
            .ExecuteUpdateAsync(set => set
                .SetProperty(c => c.LogTransaction, position.Transaction)
                .SetProperty(c => c.LogPosition, position.Position)
                .SetProperty(c => c.UpdatedAt, now), ct);
        if (saved != 1)
            throw new SubscriberUnavailableException($"Another node took over the subscriber {subscriber}.");
    }
}
