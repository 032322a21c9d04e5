using Callsight.App.Data;
using Microsoft.Extensions.Logging;

namespace Callsight.App.EventLog;

/// <summary>Sets one event aside for a subscriber.</summary>
internal delegate Task ParkEvent(IEventSubscriber subscriber, LoggedEvent poison, Exception failure, CancellationToken ct);

/// <summary>One subscriber's way through the log: lease, read, hand over, keep the place; wait, back off, park.</summary>
internal sealed class SubscriberLoop(
    IEventSubscriber subscriber, EventLogReader log, SubscriberCheckpoints checkpoints, EventLogSignal signal,
    SubscriberLag lag, ParkEvent park, TimeProvider clock, EventLogOptions options, ILogger logger)
{
    private readonly TimeSpan poll = TimeSpan.FromMilliseconds(options.PollMilliseconds);
    private int failures;

    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                while (!await checkpoints.TryLeaseAsync(subscriber.Name, ct))
                    await DelayAsync(poll, ct);
                await HeldLease.DuringAsync(checkpoints, subscriber.Name, clock, options, logger, FollowAsync, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // Not the event's fault, or not yet known to be: the loop itself never dies.
                logger.LogWarning(failure, "Subscriber {Subscriber} starts over", subscriber.Name);
                await DelayAsync(BackOff.Of(failures++), ct);
            }
            finally
            {
                lag.Forget(subscriber.Name);
            }
        }
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        var own = await subscriber.CheckpointAsync(ct);
        var place = own ?? await checkpoints.LoadAsync(subscriber.Name, ct);
        while (true)
        {
            var woken = signal.Next;
            var batch = await log.ReadAsync(place, options.BatchSize, ct);
            var waitingSince = batch.Count > 0 ? batch[0].RecordedAt : await log.WaitingSinceAsync(place, ct);
            lag.Report(subscriber.Name, place, waitingSince is { } since ? clock.GetUtcNow() - since : TimeSpan.Zero);
            if (batch.Count == 0)
            {
                await Task.WhenAny(woken, DelayAsync(poll, ct));
                ct.ThrowIfCancellationRequested();
                continue;
            }

            if (!await TryAsync(batch, own is null, attempt: 0, ct))
                foreach (var single in batch)
                    await InsistAsync(single, own is null, ct);
            place = batch[^1].Position;
            failures = 0;
        }
    }

    /// <summary>Hands one event over, again and again, and parks it when it fails for good.</summary>
    private async Task InsistAsync(LoggedEvent single, bool keepsPlace, CancellationToken ct)
    {
        Exception? last = null;
        for (var attempt = 1; attempt <= options.MostAttempts; attempt++)
        {
            if (await TryAsync([single], keepsPlace, attempt, ct, failure => last = failure))
                return;
            if (attempt < options.MostAttempts)
                await DelayAsync(BackOff.Of(attempt - 1), ct);
        }

        await park(subscriber, single, last!, ct);
        await subscriber.PassAsync(single.Position, ct);
        if (keepsPlace)
            await checkpoints.SaveAsync(subscriber.Name, single.Position, ct);
    }

    /// <summary>Hands events over. Waits as long as something they need is away; false when they themselves are the matter.</summary>
    private async Task<bool> TryAsync(
        IReadOnlyList<LoggedEvent> batch, bool keepsPlace, int attempt, CancellationToken ct, Action<Exception>? failed = null)
    {
        for (var waits = 0; ; waits++)
        {
            try
            {
                await subscriber.HandleAsync(batch, batch[^1].Position, ct);
                break;
            }
            // A cancellation that is not ours is a failure like any other: so the HTTP client tells of a time-out.
            catch (Exception failure) when (!ct.IsCancellationRequested)
            {
                logger.LogWarning(failure, "Subscriber {Subscriber} failed on {Count} events, attempt {Attempt}",
                    subscriber.Name, batch.Count, attempt + waits);
                failed?.Invoke(failure);
                if (!BackOff.Helps(failure))
                    return false;
                await DelayAsync(BackOff.Of(waits), ct);
            }
        }

        // Also when the product stops meanwhile: what is done need not be done again.
        if (keepsPlace)
            await checkpoints.SaveAsync(subscriber.Name, batch[^1].Position, CancellationToken.None);
        return true;
    }

    private Task DelayAsync(TimeSpan time, CancellationToken ct) => Task.Delay(time, clock, ct);
}
