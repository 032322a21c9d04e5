using Callsight.Analytics.Store;
using Callsight.App.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Callsight.App.EventLog;

/// <summary>Ties the one embedded event store to a PostgreSQL database, and refuses a second node with a file of its own.</summary>
/// <remarks>
/// The log has one analytics reader, so only one file would be filled, and tracked events would end up in the file of
/// whichever node took them: figures would differ from node to node. Several nodes need an event store that they share.
/// </remarks>
public sealed class EmbeddedStoreClaim(
    DuckDbEventStore store, IServiceScopeFactory scopes, IOptions<EventStoreOptions> options, TimeProvider clock)
{
    // Kept beside the places in the log, whose analytics reader this file is.
    private const string Name = "event_store";

    /// <summary>Claims the database for this node's file. To be called once the file is open.</summary>
    /// <exception cref="InvalidOperationException">The database belongs to another file.</exception>
    public async Task EnsureAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        if (db.IsSqlite)
            return; // One folder holds both stores, and one process at a time.
        var (file, now) = (store.FileId.ToString("n"), clock.GetUtcNow());
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO subscriber_checkpoints (name, lease_owner, lease_until, log_transaction, log_position, updated_at)
            VALUES ({Name}, {file}, {now}, 0, 0, {now}) ON CONFLICT DO NOTHING
            """, ct);
        var claim = db.Set<SubscriberCheckpoint>().Where(c => c.Name == Name);
        if (options.Value.TakeOver)
            await claim.ExecuteUpdateAsync(set => set.SetProperty(c => c.LeaseOwner, file).SetProperty(c => c.UpdatedAt, now), ct);
        if (!await claim.AnyAsync(c => c.LeaseOwner == file, ct))
            throw new InvalidOperationException(
                "This PostgreSQL database belongs to the embedded event store of another node or another data folder. " +
                "Run one node with it, or give all nodes an event store that they share. " +
                "If the other file is gone for good, start once with EventStore:TakeOver=true.");
    }
}
