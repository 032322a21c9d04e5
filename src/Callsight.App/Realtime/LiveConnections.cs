using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Callsight.App.EventLog;
using Callsight.App.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Callsight.App.Realtime;

/// <summary>All live connections of this node, tenant by tenant.</summary>
internal sealed class LiveConnections(
    CheckTopics check, LiveMeters meters, IOptions<RealtimeOptions> options, ILogger<LiveConnections> logger) : ILiveNotifications
{
    private readonly ConcurrentDictionary<TenantId, LiveTenant> tenants = new();
    private volatile LogState log = new("0", LogMark.Start);
    private int count;

    /// <summary>How far the log has been told. Set by its reader once the events up to there are in the queues.</summary>
    public LogState Log
    {
        get => log;
        set => log = value;
    }

    public int Count => Volatile.Read(ref count);

    public IEnumerable<LiveConnection> All => tenants.Values.SelectMany(t => t.Connections);

    public LiveTenant? Find(TenantId tenant) => tenants.GetValueOrDefault(tenant);

    /// <summary>Takes a client in; null when there are too many.</summary>
    public LiveConnection? Open(Caller caller, ILiveSender sender)
    {
        var tenant = tenants.GetOrAdd(caller.Tenant, static id => new LiveTenant(id));
        var connection = new LiveConnection(
            tenant, caller, sender, options.Value.MostWaitingMessages, check.StillHoldsAsync, meters, logger);
        if (!tenant.TryAdd(connection, options.Value.ConnectionsPerTenant, options.Value.ConnectionsPerCaller))
            return null;
        Interlocked.Increment(ref count);
        meters.Opened();
        return connection;
    }

    public void Remove(LiveConnection connection)
    {
        if (!connection.Tenant.Remove(connection))
            return;
        // First, so that whoever begins to look at figures for it from now on finds that nobody does.
        connection.Gone.TrySetResult();
        foreach (var watch in connection.Watches.Values.SelectMany(w => w))
            watch.Dispose();
        Interlocked.Decrement(ref count);
        meters.Left();
    }

    public void Publish(LoggedEvent logged)
    {
        if (tenants.TryGetValue(logged.Tenant, out var tenant))
            tenant.Publish(logged, log.Epoch);
    }

    /// <summary>Members or keys of a tenant have changed.</summary>
    public void Recheck(TenantId tenant) => Find(tenant)?.Recheck();

    public void RecheckAll()
    {
        foreach (var tenant in tenants.Values)
            tenant.Recheck();
    }

    public void Tell(TenantId tenant, Guid userId, JsonObject notification)
    {
        foreach (var connection in Find(tenant)?.Connections ?? [])
            if (connection.Caller.UserId == userId && connection.Topics.ContainsKey(Topic.Notifications))
                connection.Tenant.Tell(connection, log, place => connection.Enqueue(Frame.Notification(notification, place)));
    }
}
