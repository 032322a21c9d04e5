using Callsight.Analytics.Rollups;
using Callsight.App.Tenancy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Callsight.App.Reporting;

/// <summary>Counts the days that changed, one tenant after the other, in the zone of each.</summary>
/// <remarks>
/// Answers do not wait for it: days it has not got to are read from the facts. So it takes at most a fifth of the time, and today,
/// which changes all day, has its turn only now and then.
/// </remarks>
internal sealed class KeepRollups(
    IRollups rollups, IServiceScopeFactory scopes, TimeProvider clock, ILogger<KeepRollups> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan UntilToday = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan UntilEveryTenant = TimeSpan.FromMinutes(1);

    private readonly Dictionary<TenantId, DateTimeOffset> todayCounted = [];
    private DateTimeOffset everyTenantAt = DateTimeOffset.MinValue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var started = clock.GetTimestamp();
            foreach (var tenant in await DueAsync(stoppingToken))
                await CountAsync(tenant, stoppingToken);
            var busy = clock.GetElapsedTime(started);
            await Task.Delay(4 * busy > Pause ? 4 * busy : Pause, clock, stoppingToken);
        }
    }

    /// <summary>Those with changes; now and then everyone, since a tenant may have moved to another zone.</summary>
    private async Task<IReadOnlyList<TenantId>> DueAsync(CancellationToken ct)
    {
        if (clock.GetUtcNow() - everyTenantAt < UntilEveryTenant)
            return rollups.Changes.TenantsWithFresh();
        everyTenantAt = clock.GetUtcNow();
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<ITenantDirectory>().ListAsync(ct);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.LogWarning(failure, "The tenants could not be listed; it is tried again in a minute");
            return [];
        }
    }

    private async Task CountAsync(TenantId tenant, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.Enter(tenant);
            var zone = (await scope.ServiceProvider.GetRequiredService<ITenantSettings>().GetAsync(ct)).Zone;
            var now = clock.GetUtcNow();
            var today = zone.ToLocalDay(now);
            var withToday = now - todayCounted.GetValueOrDefault(tenant) >= UntilToday;
            if (withToday)
                todayCounted[tenant] = now;
            await rollups.RebuildAsync(tenant, zone, day => day != today || withToday, ct);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.LogWarning(failure, "The rollups of tenant {Tenant} could not be counted; they are tried again", tenant);
        }
    }
}
