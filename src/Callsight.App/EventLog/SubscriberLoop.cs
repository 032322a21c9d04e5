using System.Data.Common;
using Microsoft.Extensions.Logging;

namespace Callsight.App.EventLog;

/// <summary>Sets one event aside for a subscriber.</summary>
internal delegate Task ParkEvent(IEventSubscriber subscriber, LoggedEvent poison, Exception failure, CancellationToken ct);

/// <summary>One subscriber's way through the log: lease, read, hand over, keep the place; wait, back off, park.</summary>
internal sealed class SubscriberLoop(
    IEventSubscriber subscriber, EventLogReader log, SubscriberCheckpoints checkpoints, EventLogSignal signal,
    SubscriberLag lag, ParkEvent park, TimeProvider clock, EventLogOptions options, ILogger logger)
{
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(30);

    public async Task RunAsync(CancellationToken ct)
    {
        for (var failures = 0; !ct.IsCancellationRequested;)
        {
            try
            {
                await FollowAsync(ct);
                failures = 0;
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // Not the event's fault, or not yet known to be: the loop itself never dies.
                logger.LogWarning(failure, "Subscriber {Subscriber} starts over", subscriber.Name);
                await DelayAsync(BackOff(failures++), ct);
            }
        }
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        var poll = TimeSpan.FromMilliseconds(options.PollMilliseconds);
        while (!await checkpoints.TryLeaseAsync(subscriber.Name, ct))
            await DelayAsync(poll, ct);
        var leasedAt = clock.GetTimestamp();
        var own = await subscriber.CheckpointAsync(ct);
        var place = own ?? await checkpoints.LoadAsync(subscriber.Name, ct);
        while (true)
        {
            var woken = signal.Next;
            var batch = await log.ReadAsync(place, options.BatchSize, ct);
            if (clock.GetElapsedTime(leasedAt) > TimeSpan.FromSeconds(options.LeaseSeconds / 4.0))
            {
                if (!await checkpoints.TryLeaseAsync(subscriber.Name, ct))
                    return; // Another node goes on; wait for the lease again.
                leasedAt = clock.GetTimestamp();
            }

            if (batch.Count == 0)
            {
                lag.Report(subscriber.Name, place, TimeSpan.Zero);
                await Task.WhenAny(woken, Task.Delay(poll, clock, ct));
                ct.ThrowIfCancellationRequested();
                continue;
            }

            lag.Report(subscriber.Name, place, clock.GetUtcNow() - batch[0].RecordedAt);
            await HandAsync(batch, ct);
            place = batch[^1].Position;
            if (own is null)
                await checkpoints.SaveAsync(subscriber.Name, place, ct);
        }
    }

    private async Task HandAsync(IReadOnlyList<LoggedEvent> batch, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await subscriber.HandleAsync(batch, batch[^1].Position, ct);
                return;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                if (IsTransient(failure) || attempt < options.MostAttempts)
                {
                    logger.LogWarning(failure, "Subscriber {Subscriber} failed on {Count} events, attempt {Attempt}",
                        subscriber.Name, batch.Count, attempt);
                    await DelayAsync(BackOff(attempt - 1), ct);
                }
                else if (batch.Count > 1)
                {
                    foreach (var single in batch)
                        await HandAsync([single], ct);
                    return;
                }
                else
                {
                    await park(subscriber, batch[0], failure, ct);
                    return;
                }
            }
        }
    }

    private static bool IsTransient(Exception failure) => failure
        is SubscriberUnavailableException or TimeoutException or IOException or DbException { IsTransient: true };

    /// <summary>Doubles from 100 ms, with jitter so that nodes do not march in step.</summary>
    private static TimeSpan BackOff(int failures)
    {
        var milliseconds = Math.Min(LongestBackOff.TotalMilliseconds, 100 * Math.Pow(2, Math.Min(failures, 20)));
        return TimeSpan.FromMilliseconds(milliseconds * (0.5 + Random.Shared.NextDouble() / 2));
    }

    private Task DelayAsync(TimeSpan time, CancellationToken ct) => Task.Delay(time, clock, ct);
}
