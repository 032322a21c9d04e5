using Callsight.Analytics.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Callsight.App.Reporting;

/// <summary>Has the event store give columns to free properties that are asked for often. Costs nothing while there are none.</summary>
internal sealed class PromoteProperties(IEventStore store, TimeProvider clock, ILogger<PromoteProperties> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, clock, stoppingToken);
            try
            {
                await store.PromoteAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                logger.LogWarning(failure, "Properties could not be given columns; those that are asked for often have another turn");
            }
        }
    }
}
