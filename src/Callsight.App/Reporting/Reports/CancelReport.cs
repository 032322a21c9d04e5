using System.Security.Claims;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;

namespace Callsight.App.Reporting.Reports;

internal static class CancelReport
{
    public static void Map(RouteGroupBuilder reports)
    {
        reports.MapPost("/{id:guid}/cancel", CancelAsync).WithName("CancelReport").WithSummary("Stop making a report");
        reports.MapPost("/{id:guid}/repeat", RepeatAsync).WithName("RepeatReport").WithSummary("Make a report once more, of the same days")
            .WithDescription("A new execution; the old one and its file stay. It is sent to nobody.");
    }

    public static async Task<Answer<ReportExecutionView>> CancelAsync(
        Guid id, AppDb db, ReportRunner runner, TimeProvider clock, CancellationToken ct)
    {
        if (await ShowReports.FindAsync(id, db, ct) is not { } execution)
            return Problem.NotFound("report");
        if (!execution.IsOpen)
            return new Problem("report.finished", "The report is finished; there is nothing to stop.", ProblemKind.Conflict);
        (execution.Status, execution.FinishedAt, execution.ClaimedUntil) = (ReportStatus.Cancelled, clock.GetUtcNow(), null);
        await db.SaveChangesAsync(ct);
        runner.Stop(execution.Id);
        return ReportExecutionView.From(execution);
    }

    public static async Task<AcceptedAnswer<ReportExecutionView>> RepeatAsync(
        Guid id, ClaimsPrincipal caller, AppDb db, ReportRunner runner, CurrentTenant tenant, TimeProvider clock, CancellationToken ct)
    {
        if (await ShowReports.FindAsync(id, db, ct) is not { } old)
            return Problem.NotFound("report");
        var execution = new ReportExecution
        {
            Id = Id<ReportExecution>.New(),
            CustomReportId = old.CustomReportId,
            Type = old.Type,
            Format = old.Format,
            Title = old.Title,
            Spec = old.Spec,
            Cause = ReportCause.Request,
            RequestedBy = CallerClaims.UserIdOf(caller),
            CreatedAt = clock.GetUtcNow(),
        };
        db.Add(execution);
        await db.SaveChangesAsync(ct);
        // Under an Idempotency-Key it may not be committed yet; then it is found when the runner looks for what is pending.
        await runner.AddAsync(tenant.Id, execution.Id, ct);
        return ReportExecutionView.From(execution);
    }
}
