using Callsight.App.Data;
using Callsight.App.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Callsight.App.Reporting.Reports;

/// <summary>Begins the reports of a tenant that are due.</summary>
/// <remarks>
/// What was missed is made once, for the last time it was due, and marked late. While one is still being made, the next is skipped,
/// and that is recorded. Of several nodes the one that moves the schedule on has begun it.
/// </remarks>
internal sealed class StartScheduledReports(ILogger<StartScheduledReports> logger)
{
    /// <summary>From when on a report is late: the product looks every half minute.</summary>
    internal static readonly TimeSpan LateAfter = TimeSpan.FromMinutes(5);

    public async Task BeginDueAsync(IServiceProvider services, DateTimeOffset now, CancellationToken ct)
    {
        var db = services.GetRequiredService<AppDb>();
        var due = await db.Set<CustomReport>().AsNoTracking().Where(r => r.NextDueAt <= now).OrderBy(r => r.NextDueAt).ToListAsync(ct);
        if (due.Count == 0)
            return;
        var settings = await services.GetRequiredService<ITenantSettings>().GetAsync(ct);
        foreach (var report in due)
            await BeginAsync(db, report, settings.Zone, now, ct);
    }

    private async Task BeginAsync(AppDb db, CustomReport report, TenantZone ownZone, DateTimeOffset now, CancellationToken ct)
    {
        var zone = report.TimeZone is { } name && TenantZone.Find(name).TryGet(out var named, out _) ? named : ownZone;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        DateTimeOffset? next = null;
        var dueAt = report.NextDueAt!.Value;
        if (report is { Enabled: true, Schedule: { } cron } && ReportSchedule.Read(cron, zone, now).TryGet(out var schedule, out _))
            (dueAt, next) = (schedule.LastUntil(dueAt, now), schedule.After(now));
        if (await db.Set<CustomReport>().Where(r => r.Id == report.Id && r.NextDueAt == report.NextDueAt)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.NextDueAt, next), ct) != 1)
            return; // Another node, or a change of the schedule, was faster.
        var isBusy = await db.Set<ReportExecution>().AnyAsync(e => e.CustomReportId == report.Id && e.Cause == ReportCause.Schedule
            && (e.Status == ReportStatus.Pending || e.Status == ReportStatus.Running), ct);
        db.Add(ExecutionOf(report, zone, ReportCause.Schedule, dueAt, now, isBusy));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        db.ChangeTracker.Clear();
        if (isBusy)
            logger.LogWarning(
                "Report {Report} of tenant {Tenant} was skipped: the one before is still being made", report.Id, report.TenantId);
    }

    /// <summary>An execution of a custom report; its days are those of the moment it is due, however late it is made.</summary>
    internal static ReportExecution ExecutionOf(
        CustomReport report, TenantZone zone, ReportCause cause, DateTimeOffset? dueAt, DateTimeOffset now, bool isBusy = false)
    {
        var days = new RelativeTime(dueAt ?? now, zone).Days(report.Period).Value;
        var execution = new ReportExecution
        {
            Id = Id<ReportExecution>.New(),
            CustomReportId = report.Id,
            Type = ReportType.Custom,
            Format = report.Format,
            Title = report.Name,
            Spec = (ReportSpec.Read(report.Spec) with { Title = report.Name, Days = new SpecDays(days.First, days.Last) }).Write(),
            Cause = cause,
            DueAt = dueAt,
            IsLate = dueAt is { } due && now - due > LateAfter,
            RequestedBy = report.OwnerId,
            CreatedAt = now,
            Status = isBusy ? ReportStatus.Skipped : ReportStatus.Pending,
            FinishedAt = isBusy ? now : null,
            Failure = isBusy ? "The report before this one was still being made." : null,
        };
        if (cause is not ReportCause.Request)
            execution.WriteDeliveries([.. report.Recipients.Select(r => new ReportDelivery(r, DeliveryStatus.Pending, 0, null, null))]);
        return execution;
    }
}
