using Callsight.App.Data;
using Callsight.App.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Callsight.App.Http;

/// <summary>Deletes kept answers whose time is over, one tenant after the other, once an hour.</summary>
internal sealed class SweepKeptAnswers(
    IServiceScopeFactory scopes, TimeProvider clock, ILogger<SweepKeptAnswers> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            // The start has more urgent things to do.
            await Task.Delay(Pause, clock, stoppingToken);
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                logger.LogWarning(failure, "Old answers could not be deleted; it is tried again in an hour");
            }
        }
    }

    internal async Task RunAsync(CancellationToken ct)
    {
        var before = clock.GetUtcNow() - Idempotency.KeptFor;
        await using var listing = scopes.CreateAsyncScope();
        foreach (var tenant in await listing.ServiceProvider.GetRequiredService<ITenantDirectory>().ListAsync(ct))
        {
            await using var scope = scopes.Enter(tenant);
            await scope.ServiceProvider.GetRequiredService<AppDb>().Set<IdempotentRequest>()
                .Where(r => r.CreatedAt < before).ExecuteDeleteAsync(ct);
        }
    }
}
