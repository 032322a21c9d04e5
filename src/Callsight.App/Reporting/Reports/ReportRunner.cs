using System.Collections.Concurrent;
using System.Threading.Channels;
using Callsight.App.Data;
using Callsight.App.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Callsight.App.Reporting.Reports;

/// <summary>Makes reports in the background, two at a time; begins those whose schedule says so; goes on with what a stop cut off.</summary>
internal sealed class ReportRunner(
    MakeReport make, StartScheduledReports schedules, IServiceScopeFactory scopes, TimeProvider clock, ILogger<ReportRunner> logger)
    : BackgroundService
{
    private const int AtOnce = 2;

    /// <summary>How often is looked for what is due: schedules know no seconds.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly Channel<(TenantId Tenant, Id<ReportExecution> Execution, bool IsAlone)> queue =
        Channel.CreateBounded<(TenantId, Id<ReportExecution>, bool)>(10_000);

    private readonly ConcurrentDictionary<Id<ReportExecution>, CancellationTokenSource> running = new();

    public ValueTask AddAsync(TenantId tenant, Id<ReportExecution> execution, CancellationToken ct) =>
        queue.Writer.WriteAsync((tenant, execution, false), ct);

    /// <summary>Stops the making of one, where it is made by this node. Another node notices at its next step.</summary>
    public void Stop(Id<ReportExecution> execution)
    {
        if (running.TryGetValue(execution, out var work))
            work.Cancel();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        LookAsync(stoppingToken),
        Parallel.ForEachAsync(queue.Reader.ReadAllAsync(stoppingToken),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken },
            async (next, ct) => await RunAsync(next.Tenant, next.Execution, next.IsAlone, ct)));

    private async Task RunAsync(TenantId tenant, Id<ReportExecution> execution, bool isAlone, CancellationToken ct)
    {
        using var stop = new CancellationTokenSource();
        if (!running.TryAdd(execution, stop))
            return;
        try
        {
            await make.RunAsync(tenant, execution, isAlone, ct, stop.Token);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            logger.LogWarning(failure, "Report {Report} of tenant {Tenant} was cut off; it is tried again", execution, tenant);
        }
        finally
        {
            running.TryRemove(execution, out _);
        }
    }

    private async Task LookAsync(CancellationToken ct)
    {
        var isFirst = true;
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await LookOnceAsync(isFirst, ct);
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                logger.LogWarning(failure, "It could not be seen which reports are due; it is tried again");
            }

            isFirst = false;
            await Task.Delay(Pause, clock, ct);
        }
    }

    private async Task LookOnceAsync(bool isFirst, CancellationToken ct)
    {
        List<TenantId> tenants;
        await using (var scope = scopes.CreateAsyncScope())
            tenants = await scope.ServiceProvider.GetRequiredService<ITenantDirectory>().ListAsync(ct);
        foreach (var tenant in tenants)
        {
            await using var scope = scopes.Enter(tenant);
            var db = scope.ServiceProvider.GetRequiredService<AppDb>();
            var now = clock.GetUtcNow();
            await schedules.BeginDueAsync(scope.ServiceProvider, now, ct);
            // An embedded store has one node only: what is begun was begun before this start.
            var isAlone = isFirst && db.IsSqlite;
            var open = await db.Set<ReportExecution>().Where(e => e.Status == ReportStatus.Pending
                    || (e.Status == ReportStatus.Running && (isAlone || e.ClaimedUntil == null || e.ClaimedUntil < now))
                    || e.DeliverAt <= now)
                .OrderBy(e => e.Id).Select(e => e.Id).Take(1_000).ToListAsync(ct);
            foreach (var execution in open)
                if (!running.ContainsKey(execution))
                    await queue.Writer.WriteAsync((tenant, execution, isAlone), ct);
        }
    }
}
