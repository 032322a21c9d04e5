using System.Threading.Channels;
using Callsight.App.Data;
using Callsight.App.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Callsight.App.Privacy;

/// <summary>Carries erasures out one after another, in the name of their tenants; those cut off by a stop are gone on with.</summary>
internal sealed class ErasureRunner(
    EraseEverywhere erase, IServiceScopeFactory scopes, TimeProvider clock, ILogger<ErasureRunner> logger) : BackgroundService
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(30);

    private readonly Channel<(TenantId Owner, Id<Erasure> Erasure)> queue = Channel.CreateBounded<(TenantId, Id<Erasure>)>(1_000);

    public ValueTask AddAsync(TenantId tenant, Id<Erasure> erasure, CancellationToken ct) => queue.Writer.WriteAsync((tenant, erasure), ct);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Beside the work, not before it: there may be more left over than the queue holds.
        var resuming = ResumeAsync(stoppingToken);
        await foreach (var (tenant, erasure) in queue.Reader.ReadAllAsync(stoppingToken))
            if (await RunAsync(tenant, erasure, stoppingToken) is { } pause)
                _ = AgainAsync(tenant, erasure, pause, stoppingToken);
        await resuming;
    }

    /// <returns>After what time to try again; null when it is done.</returns>
    private async Task<TimeSpan?> RunAsync(TenantId tenant, Id<Erasure> erasure, CancellationToken ct)
    {
        try
        {
            return await erase.RunAsync(tenant, erasure, ct) ? null : Moment;
        }
        catch (DbUpdateConcurrencyException)
        {
            return Moment;
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            logger.LogError(failure, "Erasure {Erasure} of tenant {Tenant} was cut off; it is tried again", erasure, tenant);
            return AfterFailure;
        }
    }

    /// <summary>Later, and behind those that came meanwhile: an erasure that waits for an import holds no other up.</summary>
    private async Task AgainAsync(TenantId tenant, Id<Erasure> erasure, TimeSpan pause, CancellationToken ct)
    {
        await Task.Delay(pause, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!ct.IsCancellationRequested)
            await AddAsync(tenant, erasure, ct).AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ResumeAsync(CancellationToken ct)
    {
        List<TenantId> tenants;
        await using (var scope = scopes.CreateAsyncScope())
            tenants = await scope.ServiceProvider.GetRequiredService<ITenantDirectory>().ListAsync(ct);
        foreach (var tenant in tenants)
        {
            await using var scope = scopes.Enter(tenant);
            var open = await scope.ServiceProvider.GetRequiredService<AppDb>().Set<Erasure>()
                .Where(e => e.Status != ErasureStatus.Completed).OrderBy(e => e.Id).Select(e => e.Id).ToListAsync(ct);
            foreach (var erasure in open)
                await AddAsync(tenant, erasure, ct);
        }
    }
}
