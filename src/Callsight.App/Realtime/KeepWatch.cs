using Callsight.App.Identity;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Callsight.App.Realtime;

/// <summary>Walks by all connections now and then: ends those whose token has run out, looks at rights, shows that the line is alive.</summary>
internal sealed class KeepWatch(
    LiveConnections connections, ICallers callers, IHostApplicationLifetime lifetime, IOptions<RealtimeOptions> options, TimeProvider clock)
    : BackgroundService
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);

    /// <summary>For how long the end of the server waits for clients to hear of it.</summary>
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        callers.Changed += connections.Recheck;
        // Ahead of the end of the server's own connections, so that clients hear that coming back helps.
        using var stopping = lifetime.ApplicationStopping.Register(CloseAll);
        var (recheckAt, heartbeatAt) = (clock.GetUtcNow(), clock.GetUtcNow());
        try
        {
            while (true)
            {
                await Task.Delay(Round, clock, stoppingToken);
                var now = clock.GetUtcNow();
                foreach (var connection in connections.All)
                    if (connection.Caller.ExpiresAt <= now)
                        connection.Close(CloseReason.TokenExpired);
                if (IsDue(ref recheckAt, options.Value.RecheckSeconds, now))
                    connections.RecheckAll();
                if (IsDue(ref heartbeatAt, options.Value.HeartbeatSeconds, now))
                    Heartbeat();
            }
        }
        finally
        {
            callers.Changed -= connections.Recheck;
        }
    }

    private static bool IsDue(ref DateTimeOffset last, int seconds, DateTimeOffset now)
    {
        if (now - last < TimeSpan.FromSeconds(seconds))
            return false;
        last = now;
        return true;
    }

    private void Heartbeat()
    {
        foreach (var connection in connections.All)
            if (!connection.Topics.IsEmpty)
                connection.Tenant.Tell(connection, connections.Log, place => connection.Enqueue(Frame.Heartbeat(place)));
    }

    private void CloseAll()
    {
        var open = connections.All.ToList();
        open.ForEach(connection => connection.Close(CloseReason.ServerStopping));
        // The server closes all lines as soon as this returns.
        Task.WaitAll([.. open.Select(connection => connection.Gone.Task)], LongestFarewell);
    }
}
