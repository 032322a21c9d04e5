using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Reporting.Reports.Writing;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.Reporting.Reports;

internal static class ShowReports
{
    public static void Map(RouteGroupBuilder reports)
    {
        reports.MapGet("/", ListAsync).WithName("ListReports").WithSummary("List reports and how far they are");
        reports.MapGet("/{id:guid}", GetAsync).WithName("GetReport").WithSummary("How far a report is");
        reports.MapGet("/{id:guid}/download", DownloadAsync).WithName("DownloadReport").WithSummary("The file of a finished report")
            .WithDescription("In the format it was made in, or any other by format: all are printed from the same document.");
    }

    public static async Task<Answer<Page<ReportExecutionView>>> ListAsync(
        [AsParameters] PageRequest page, ReportStatus? status, AppDb db, CancellationToken ct)
    {
        var executions = db.Set<ReportExecution>().AsNoTracking();
        return await PageAsync(status is null ? executions : executions.Where(e => e.Status == status), page, ct);
    }

    internal static async Task<Answer<Page<ReportExecutionView>>> PageAsync(
        IQueryable<ReportExecution> executions, PageRequest page, CancellationToken ct)
    {
        if (!page.After().TryGet(out var after, out var problem))
            return problem;
        if (after is { } last)
            executions = executions.Where(e => e.Id < new Id<ReportExecution>(last));
        return await executions.OrderByDescending(e => e.Id).ToPageAsync(page, e => e.Id.Value, ReportExecutionView.From, ct);
    }

    public static async Task<Answer<ReportExecutionView>> GetAsync(Guid id, AppDb db, CancellationToken ct) =>
        await FindAsync(id, db, ct) is { } execution ? ReportExecutionView.From(execution) : Problem.NotFound("report");

    public static async Task<IResult> DownloadAsync(
        Guid id, [FromQuery(Name = "format")] ReportFormat? format, AppDb db, ReportFolder folder, CurrentTenant tenant,
        CancellationToken ct)
    {
        if (await FindAsync(id, db, ct) is not { } execution)
            return (DoneAnswer)Problem.NotFound("report");
        if (execution.IsOpen)
            return (DoneAnswer)new Problem(
                "report.not_ready", "The report is still being made. Ask again in a moment.", ProblemKind.Conflict);
        if (execution.Status is not ReportStatus.Completed)
            return (DoneAnswer)new Problem(
                "report.not_made", "This report was not made; its status and failure say why.", ProblemKind.Conflict);
        var wanted = format ?? execution.Format;
        if (await folder.ReadAsync(tenant.Id, execution.Id, ct) is not { } report)
            return (DoneAnswer)new Problem(
                "report.file_gone", "The file of this report is gone. Make it once more by repeat.", ProblemKind.NotFound);
        var path = folder.PathOf(tenant.Id, execution.Id, wanted);
        if (!File.Exists(path))
            await folder.KeepAsync(tenant.Id, execution.Id, report, wanted, ct);
        return Results.File(path, ReportFiles.MediaType(wanted), ReportFiles.NameOf(report, wanted));
    }

    internal static Task<ReportExecution?> FindAsync(Guid id, AppDb db, CancellationToken ct) =>
        db.Set<ReportExecution>().SingleOrDefaultAsync(e => e.Id == new Id<ReportExecution>(id), ct);
}
