using Callsight.App.EventLog;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Callsight.App.Realtime;

/// <summary>Reads the log as it grows and tells it to the connections of this node.</summary>
/// <remarks>
/// Each node reads for itself, from where the log ends when its first client comes: a place shared by nodes, like that of other
/// subscribers, would have one node tell what the clients of all wait for. While nobody is connected, nothing is read.
/// </remarks>
internal sealed class FollowLog(
    ILogFeed feed, LiveConnections connections, TenantChanges changes, TimeProvider clock, ILogger<FollowLog> logger) : BackgroundService
{
    private const int AtOnce = 1_000;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private TaskCompletionSource wanted = New();
    private TaskCompletionSource running = New();

    /// <summary>Ends once everything written from now on will be told. The caller has a connection open.</summary>
    public Task RunningAsync(CancellationToken ct)
    {
        lock (gate)
        {
            wanted.TrySetResult();
            return running.Task.WaitAsync(ct);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await wanted.Task.WaitAsync(stoppingToken);
            try
            {
                connections.Log = new LogState(Places.EpochOf(await feed.FirstAsync(stoppingToken)), await feed.LastAsync(stoppingToken));
                running.TrySetResult();
                while (!TryRest())
                    await FollowAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(failure, "The log could not be read for live connections; it is tried again");
                await Task.Delay(Pause, clock, stoppingToken);
            }
        }
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        try
        {
            var written = feed.Written;
            var batch = await feed.NextAsync(connections.Log.Told.Position, AtOnce, ct);
            foreach (var logged in batch)
            {
                var mark = new LogMark(logged.Position, logged.Event.Id);
                if (connections.Log.Told == LogMark.Start)
                    connections.Log = connections.Log with { Epoch = Places.EpochOf(mark) };
                connections.Publish(logged);
                connections.Log = connections.Log with { Told = mark };
            }

            foreach (var tenant in batch.Select(e => e.Tenant).Distinct())
                changes.Touch(tenant);
            if (batch.Count == 0)
                await Task.WhenAny(written, Task.Delay(Poll, clock, ct));
            ct.ThrowIfCancellationRequested();
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            // It goes on where it was: nobody misses anything.
            logger.LogWarning(failure, "The log could not be read for live connections; it is tried again");
            await Task.Delay(Pause, clock, ct);
        }
    }

    private bool TryRest()
    {
        lock (gate)
        {
            if (connections.Count > 0)
                return false;
            (wanted, running) = (New(), New());
            return true;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
