using Callsight.Analytics.Rollups;
using Callsight.App.Data;
using Callsight.App.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Callsight.App.Reporting.Alerts;

/// <summary>Looks at alerts whose interval is over or whose events changed, and tells of incidents.</summary>
/// <remarks>Only tenants where something is due cost anything.</remarks>
internal sealed class AlertRunner(
    AlertsDue due, EvaluateAlert evaluate, TellIncident tell, IRollups rollups, IServiceScopeFactory scopes, TimeProvider clock,
    ILogger<AlertRunner> logger) : BackgroundService
{
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    /// <summary>How often all tenants are asked what is due: another node may have made alerts.</summary>
    private static readonly TimeSpan UntilEveryTenant = TimeSpan.FromMinutes(5);

    private DateTimeOffset everyTenantAt = DateTimeOffset.MinValue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        rollups.Changes.Changed += due.Changed;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await LookAsync(stoppingToken);
                await Task.Delay(Pause, clock, stoppingToken);
            }
        }
        finally
        {
            rollups.Changes.Changed -= due.Changed;
        }
    }

    /// <summary>One round over what is due.</summary>
    internal async Task LookAsync(CancellationToken ct)
    {
        try
        {
            await FindTenantsAsync(ct);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            logger.LogWarning(failure, "It could not be seen which tenants have alerts; it is tried again");
        }

        foreach (var (tenant, isChanged) in due.Take(clock.GetUtcNow()))
            try
            {
                await LookAtAsync(tenant, isChanged, ct);
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                logger.LogWarning(failure, "The alerts of tenant {Tenant} could not be looked at; it is tried again", tenant);
                due.Look(tenant);
            }
    }

    private async Task LookAtAsync(TenantId tenant, bool isChanged, CancellationToken ct)
    {
        await using var scope = scopes.Enter(tenant);
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var now = clock.GetUtcNow();
        var alerts = await db.Set<Alert>().AsNoTracking().Where(a => a.Enabled && (isChanged || a.NextDueAt <= now))
            .OrderBy(a => a.Id).Select(a => new { a.Id, IsDue = a.NextDueAt <= now }).ToListAsync(ct);
        foreach (var alert in alerts.Where(a => a.IsDue || evaluate.MayHaveChanged(tenant, a.Id)))
            try
            {
                await evaluate.RunAsync(tenant, alert.Id, ct);
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                // The others shall not wait for one that fails.
                logger.LogWarning(failure, "Alert {Alert} of tenant {Tenant} could not be looked at; it is tried again", alert.Id, tenant);
            }

        // What was found just now is told just now.
        now = clock.GetUtcNow();
        var open = await db.Set<Incident>().Where(i => i.DeliverAt <= now).OrderBy(i => i.Id).Select(i => i.Id).Take(1_000).ToListAsync(ct);
        foreach (var incident in open)
            await tell.RunAsync(tenant, incident, ct);
        due.Set(tenant, await NextAsync(db, ct));
    }

    /// <summary>All tenants with alerts; after a start their events may have changed while nobody looked.</summary>
    private async Task FindTenantsAsync(CancellationToken ct)
    {
        if (clock.GetUtcNow() - everyTenantAt < UntilEveryTenant)
            return;
        var isFirst = everyTenantAt == DateTimeOffset.MinValue;
        everyTenantAt = clock.GetUtcNow();
        List<TenantId> tenants;
        await using (var scope = scopes.CreateAsyncScope())
            tenants = await scope.ServiceProvider.GetRequiredService<ITenantDirectory>().ListAsync(ct);
        foreach (var tenant in tenants)
        {
            await using var scope = scopes.Enter(tenant);
            var db = scope.ServiceProvider.GetRequiredService<AppDb>();
            // An embedded store has one node only: whoever was looking before this start looks no more.
            if (isFirst && db.IsSqlite)
                await db.Set<Alert>().Where(a => a.ClaimedUntil != null)
                    .ExecuteUpdateAsync(set => set.SetProperty(a => a.ClaimedUntil, (DateTimeOffset?)null), ct);
            due.Set(tenant, await NextAsync(db, ct));
            if (isFirst)
                due.Changed(tenant);
        }
    }

    private static async Task<DateTimeOffset?> NextAsync(AppDb db, CancellationToken ct)
    {
        var look = await db.Set<Alert>().Where(a => a.NextDueAt != null).OrderBy(a => a.NextDueAt).Select(a => a.NextDueAt)
            .FirstOrDefaultAsync(ct);
        var message = await db.Set<Incident>().Where(i => i.DeliverAt != null).OrderBy(i => i.DeliverAt).Select(i => i.DeliverAt)
            .FirstOrDefaultAsync(ct);
        return look is null || message < look ? message ?? look : look;
    }
}
