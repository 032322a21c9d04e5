using Microsoft.Extensions.Logging;

namespace Callsight.App.EventLog;

/// <summary>Keeps a lease alive while its holder works, however long a batch takes, and stops the work when it is lost.</summary>
internal static class HeldLease
{
    public static async Task DuringAsync(
        SubscriberCheckpoints checkpoints, string subscriber, TimeProvider clock, EventLogOptions options, ILogger logger,
        Func<CancellationToken, Task> work, CancellationToken ct)
    {
        using var held = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var renewing = RenewAsync();
        try
        {
            await work(held.Token);
        }
        finally
        {
            await held.CancelAsync();
            await renewing;
        }

        async Task RenewAsync()
        {
            var lease = TimeSpan.FromSeconds(options.LeaseSeconds);
            var renewedAt = clock.GetTimestamp();
            try
            {
                while (true)
                {
                    await Task.Delay(lease / 4, clock, held.Token);
                    try
                    {
                        if (!await checkpoints.RenewAsync(subscriber, held.Token))
                            break;
                        renewedAt = clock.GetTimestamp();
                    }
                    catch (Exception failure) when (!held.IsCancellationRequested)
                    {
                        logger.LogWarning(failure, "The lease of subscriber {Subscriber} could not be renewed", subscriber);
                        if (clock.GetElapsedTime(renewedAt) >= lease * 3 / 4)
                            break; // Another node may take over any moment now.
                    }
                }

                logger.LogWarning("Another node takes over subscriber {Subscriber}", subscriber);
                await held.CancelAsync();
            }
            catch (OperationCanceledException)
            {
                // The work is over.
            }
        }
    }
}
