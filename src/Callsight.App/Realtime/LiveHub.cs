using Callsight.App.Identity;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.SignalR;

namespace Callsight.App.Realtime;

/// <summary>What came of a fresh access token.</summary>
/// <param name="Renewed">False where it is not valid or another person's: then the old one goes on counting.</param>
/// <param name="ExpiresAt">When the one that counts runs out.</param>
public sealed record RenewAnswer(bool Renewed, DateTimeOffset? ExpiresAt);

/// <summary>
/// The hub at <c>/api/v1/ws</c>. It calls <c>Event</c>, <c>Metrics</c>, <c>Notification</c>, <c>Heartbeat</c>, <c>Refused</c> and
/// <c>Closing</c> on the client, in the order of the log; each of the first four says how far the client is with it.
/// </summary>
internal sealed class LiveHub(LiveConnections connections, FollowTopics follow, FollowLog log, ICallers callers, IHubContext<LiveHub> hub)
    : Hub
{
    private static readonly object Key = new();

    private LiveConnection Connection =>
        Context.Items[Key] as LiveConnection ?? throw new HubException("The connection is being closed.");

    public override async Task OnConnectedAsync()
    {
        var caller = await callers.OfAsync(Context.GetHttpContext()!, Context.ConnectionAborted);
        var sender = new HubSender(hub.Clients.Client(Context.ConnectionId), Context);
        if (connections.Open(caller, sender) is not { } connection)
        {
            await sender.SendAsync(Frame.Closing(CloseReason.TooMany), Context.ConnectionAborted);
            sender.End(CloseReason.TooMany);
            return;
        }

        Context.Items[Key] = connection;
        _ = connection.RunAsync(Context.ConnectionAborted);
        _ = log.RunningAsync(Context.ConnectionAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        if (Context.Items[Key] is LiveConnection connection)
            connections.Remove(connection);
        return Task.CompletedTask;
    }

    /// <summary>Follows topics. All that was missed since a place comes ahead of the answer.</summary>
    /// <param name="topics">Which.</param>
    /// <param name="since">Epoch and position of the last message the client took; null begins afresh.</param>
    public Task<SubscribeAnswer?> Subscribe(IReadOnlyList<string> topics, StreamPlace? since) =>
        DoAsync(Connection, (connection, ct) => follow.FollowAsync(connection, topics, since, ct));

    /// <summary>Leaves topics.</summary>
    public Task Unsubscribe(IReadOnlyList<string> topics) => DoAsync(Connection, (connection, _) =>
    {
        foreach (var topic in topics)
            if (Topic.Parse(topic) is { } known)
                connection.Tenant.Unfollow(connection, known.Text);
        return Task.FromResult(topics);
    });

    /// <summary>Says how far the client is; shown to those who look for lost messages, and in no way needed.</summary>
    public void Ack(string position) => Connection.Acknowledged = position.Length <= 100 ? position : null;

    /// <summary>Goes on with a fresh access token of the same person, without a new connection.</summary>
    public Task<RenewAnswer?> Renew(string accessToken) => DoAsync(Connection, async (connection, ct) =>
    {
        var renewed = await callers.RenewAsync(connection.Caller, accessToken, ct);
        if (renewed is not null)
            connection.Caller = connection.Caller with { ExpiresAt = renewed.ExpiresAt };
        return new RenewAnswer(renewed is not null, connection.Caller.ExpiresAt);
    });

    /// <summary>In the turn of the connection's pump. Who has left meanwhile gets no answer, and that is no failure.</summary>
    private async Task<T?> DoAsync<T>(LiveConnection connection, Func<LiveConnection, CancellationToken, Task<T>> job)
        where T : class
    {
        try
        {
            return await connection.DoAsync(ct => job(connection, ct), Context.ConnectionAborted);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}

/// <summary>Sends through the hub.</summary>
internal sealed class HubSender(ISingleClientProxy client, HubCallerContext context) : ILiveSender
{
    public Task SendAsync(Frame frame, CancellationToken ct) => client.SendAsync(frame.Method, new WrittenJson(frame.Json), ct);

    public void End(CloseReason? reason)
    {
        // Clients that come back by themselves do so after this kind of end, and not after the other.
        if (reason is { MayReturn: true } && context.Features.Get<IConnectionLifetimeNotificationFeature>() is { } lifetime)
            lifetime.RequestClose();
        else
            context.Abort();
    }
}
