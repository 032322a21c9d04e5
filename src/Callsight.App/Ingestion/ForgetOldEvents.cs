using Callsight.Analytics.Store;
using Callsight.App.Tenancy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Callsight.App.Ingestion;

/// <summary>Deletes raw events that are older than their tenant wants to keep, one tenant after the other, once an hour.</summary>
internal sealed class ForgetOldEvents(
    IEventStore store, IServiceScopeFactory scopes, TimeProvider clock, ILogger<ForgetOldEvents> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                logger.LogWarning(failure, "Old events could not be deleted; it is tried again in an hour");
            }

            await Task.Delay(Pause, clock, stoppingToken);
        }
    }

    internal async Task RunAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        foreach (var tenant in await scope.ServiceProvider.GetRequiredService<ITenantDirectory>().ListAsync(ct))
            await ForgetAsync(tenant, ct);
    }

    /// <summary>Whole days of the tenant's zone, so that the figures of a day are complete or absent.</summary>
    private async Task ForgetAsync(TenantId tenant, CancellationToken ct)
    {
        await using var scope = scopes.Enter(tenant);
        var settings = await scope.ServiceProvider.GetRequiredService<ITenantSettings>().GetAsync(ct);
        if (settings.EventRetentionDays is not { } days)
            return;
        var before = settings.Zone.ToLocalDay(clock.GetUtcNow()).AddDays(-days);
        if (await store.ForgetAsync(tenant, before, settings.Zone, ct) is var deleted and > 0)
            logger.LogInformation("Deleted {Count} events of tenant {Tenant} from before {Day}", deleted, tenant, before);
    }
}
