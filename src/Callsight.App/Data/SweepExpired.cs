using Callsight.App.Tenancy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Callsight.App.Data;

/// <summary>Something that is kept for a while only.</summary>
internal interface IExpiring
{
    /// <summary>Lets go of what has been kept for long enough, in the scope's tenant.</summary>
    Task ExpireAsync(DateTimeOffset now, CancellationToken ct);
}

/// <summary>Lets go of whatever has been kept for long enough, one tenant after the other, once an hour.</summary>
internal sealed class SweepExpired(IServiceScopeFactory scopes, TimeProvider clock, ILogger<SweepExpired> logger) : BackgroundService
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
                logger.LogWarning(failure, "What is old could not be let go; it is tried again in an hour");
            }
        }
    }

    internal async Task RunAsync(CancellationToken ct)
    {
        await using var listing = scopes.CreateAsyncScope();
        foreach (var tenant in await listing.ServiceProvider.GetRequiredService<ITenantDirectory>().ListAsync(ct))
        {
            await using var scope = scopes.Enter(tenant);
            foreach (var kept in scope.ServiceProvider.GetServices<IExpiring>())
                await kept.ExpireAsync(clock.GetUtcNow(), ct);
        }
    }
}
