using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Callsight.App.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.Reporting.Reports;

internal static class RunCustomReport
{
    public static void Map(RouteGroupBuilder reports)
    {
        reports.MapPost("/{id:guid}/run", RunAsync).WithName("RunCustomReport").WithSummary("Make a custom report now")
            .WithDescription("It is sent to nobody.");
        reports.MapPost("/{id:guid}/send", SendAsync).WithName("SendCustomReport").WithSummary("Make a custom report now and send it")
            .WithDescription("To its recipients, each with their own rights; the execution says what became of it.")
            .RequireAuthorization(Permissions.AnalyticsWrite);
        reports.MapGet("/{id:guid}/preview", PreviewAsync).WithName("PreviewCustomReport")
            .WithSummary("See a custom report without keeping it");
        reports.MapGet("/{id:guid}/executions", ListAsync).WithName("ListCustomReportExecutions")
            .WithSummary("What was made of a custom report");
    }

    public static Task<AcceptedAnswer<ReportExecutionView>> RunAsync(
        Guid id, AppDb db, ReportRunner runner, ITenantSettings settings, CurrentTenant tenant, TimeProvider clock,
        CancellationToken ct) => BeginAsync(id, ReportCause.Request, db, runner, settings, tenant, clock, ct);

    public static Task<AcceptedAnswer<ReportExecutionView>> SendAsync(
        Guid id, AppDb db, ReportRunner runner, ITenantSettings settings, CurrentTenant tenant, TimeProvider clock,
        CancellationToken ct) => BeginAsync(id, ReportCause.SendNow, db, runner, settings, tenant, clock, ct);

    private static async Task<AcceptedAnswer<ReportExecutionView>> BeginAsync(
        Guid id, ReportCause cause, AppDb db, ReportRunner runner, ITenantSettings settings, CurrentTenant tenant, TimeProvider clock,
        CancellationToken ct)
    {
        if (await ManageCustomReports.FindAsync(id, db, ct) is not { } report)
            return Problem.NotFound("custom_report");
        if (cause is ReportCause.SendNow && report.Recipients.Count == 0)
            return new Problem("custom_report.no_recipients", "This report has no recipients. Name some, or run it.", ProblemKind.Conflict);
        var execution = StartScheduledReports.ExecutionOf(report, await ZoneOfAsync(report, settings, ct), cause, null, clock.GetUtcNow());
        db.Add(execution);
        await db.SaveChangesAsync(ct);
        await runner.AddAsync(tenant.Id, execution.Id, ct);
        return ReportExecutionView.From(execution);
    }

    public static async Task<Answer<ReportDocument>> PreviewAsync(
        Guid id, AppDb db, ReportBuilder builder, ITenantSettings settings, TimeProvider clock, CancellationToken ct)
    {
        if (await ManageCustomReports.FindAsync(id, db, ct) is not { } report)
            return Problem.NotFound("custom_report");
        var execution = StartScheduledReports.ExecutionOf(
            report, await ZoneOfAsync(report, settings, ct), ReportCause.Request, null, clock.GetUtcNow());
        return await builder.BuildAsync(ReportSpec.Read(execution.Spec), null, null, ct);
    }

    public static async Task<Answer<Page<ReportExecutionView>>> ListAsync(
        Guid id, [AsParameters] PageRequest page, AppDb db, CancellationToken ct)
    {
        if (await ManageCustomReports.FindAsync(id, db, ct) is not { } report)
            return Problem.NotFound("custom_report");
        return await ShowReports.PageAsync(db.Set<ReportExecution>().AsNoTracking().Where(e => e.CustomReportId == report.Id), page, ct);
    }

    private static async Task<TenantZone> ZoneOfAsync(CustomReport report, ITenantSettings settings, CancellationToken ct) =>
        report.TimeZone is { } name && TenantZone.Find(name).TryGet(out var zone, out _) ? zone : (await settings.GetAsync(ct)).Zone;
}
