using Callsight.App.Data;
using Callsight.App.Reporting.Reports.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Callsight.App.Reporting.Reports;

/// <summary>Makes one report, in the name of its tenant. One node does: whoever claims it first.</summary>
internal sealed class MakeReport(
    IServiceScopeFactory scopes, ReportFolder folder, SendReport send, TimeProvider clock, ILogger<MakeReport> logger)
{
    /// <summary>How long a node may be silent before another takes its report over. Each question is over long before.</summary>
    internal static readonly TimeSpan ClaimedFor = TimeSpan.FromMinutes(3);

    /// <param name="isAlone">Whether no other node can be at work on it, so that what is begun may be begun anew.</param>
    /// <param name="ct">Ends the work and leaves it to the next start.</param>
    /// <param name="cancelled">Ends the work for good.</param>
    public async Task RunAsync(TenantId tenant, Id<ReportExecution> id, bool isAlone, CancellationToken ct, CancellationToken cancelled)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, cancelled);
        await using (var scope = scopes.Enter(tenant))
        {
            var services = scope.ServiceProvider;
            var db = services.GetRequiredService<AppDb>();
            var now = clock.GetUtcNow();
            var isMine = await db.Set<ReportExecution>().Where(e => e.Id == id && (e.Status == ReportStatus.Pending
                    || (e.Status == ReportStatus.Running && (isAlone || e.ClaimedUntil == null || e.ClaimedUntil < now))))
                .ExecuteUpdateAsync(set => set.SetProperty(e => e.Status, ReportStatus.Running).SetProperty(e => e.Progress, 0)
                    .SetProperty(e => e.ClaimedUntil, now + ClaimedFor), ct) == 1;
            if (isMine)
            {
                try
                {
                    await MakeAsync(services, tenant, id, stop.Token);
                }
                catch (OperationCanceledException) when (cancelled.IsCancellationRequested && !ct.IsCancellationRequested)
                {
                    return;
                }
                catch (DbUpdateConcurrencyException)
                {
                    return; // Cancelled, or finished by another node, at the last moment.
                }
            }
        }

        await send.RunAsync(tenant, id, ct);
    }

    private async Task MakeAsync(IServiceProvider services, TenantId tenant, Id<ReportExecution> id, CancellationToken ct)
    {
        var db = services.GetRequiredService<AppDb>();
        var execution = await db.Set<ReportExecution>().SingleAsync(e => e.Id == id, ct);
        Result<ReportDocument> made;
        var bytes = 0L;
        try
        {
            made = await services.GetRequiredService<ReportBuilder>()
                .BuildAsync(ReportSpec.Read(execution.Spec), id.Value, share => SayAsync(db, id, share, ct), ct);
            if (made.IsSuccess)
                bytes = await folder.KeepAsync(tenant, id, made.Value, execution.Format, ct);
        }
        catch (Analytics.Store.StoreException store)
        {
            made = store.Problem;
        }
        catch (Exception failure) when (failure is not (OperationCanceledException or DbUpdateConcurrencyException))
        {
            logger.LogError(failure, "Report {Report} of tenant {Tenant} failed", id, tenant);
            made = new Problem("report.failed", "The fault is ours and has been logged under the id of this report.");
        }

        if (made.TryGet(out var report, out var problem))
            Finish(execution, report, bytes, clock.GetUtcNow());
        else
            (execution.Status, execution.Failure, execution.FinishedAt) = (ReportStatus.Failed, Short(problem.Message), clock.GetUtcNow());
        execution.ClaimedUntil = null;
        if (execution.Cause is not ReportCause.Request)
            execution.DeliverAt = clock.GetUtcNow();
        await db.SaveChangesAsync(ct);
    }

    internal static void Finish(ReportExecution execution, ReportDocument report, long bytes, DateTimeOffset now) =>
        (execution.Status, execution.Progress, execution.FileName, execution.Bytes, execution.IsEmpty, execution.FinishedAt) =
        (ReportStatus.Completed, 100, ReportFiles.NameOf(report, execution.Format), bytes, report.IsEmpty, now);

    /// <summary>Says how far it is, and that somebody is at work on it still.</summary>
    private async Task SayAsync(AppDb db, Id<ReportExecution> id, double share, CancellationToken ct)
    {
        var until = clock.GetUtcNow() + ClaimedFor;
        var percent = (int)(share * 100);
        if (await db.Set<ReportExecution>().Where(e => e.Id == id && e.Status == ReportStatus.Running)
                .ExecuteUpdateAsync(set => set.SetProperty(e => e.Progress, percent).SetProperty(e => e.ClaimedUntil, until), ct) == 0)
            throw new DbUpdateConcurrencyException("The report was cancelled.");
    }

    private static string Short(string text) =>
        text.Length <= ReportExecution.MaxFailureLength ? text : text[..ReportExecution.MaxFailureLength];
}
