using System.Security.Claims;
using Callsight.App.Data;
using Callsight.App.Delivery;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.Reporting.Reports;

internal static class ManageCustomReports
{
    public static void Map(RouteGroupBuilder reports)
    {
        reports.MapPost("/", CreateAsync).WithName("CreateCustomReport")
            .WithSummary("Keep a report under a name, with a schedule where wanted")
            .WithDescription(
                "Missed times are made up for once, marked late; while one is being made the next is skipped. Recipients are members by " +
                "their e-mail address, each with the rights of their role at that moment, and webhooks, signed as Standard Webhooks " +
                "have it with webhook_secret, which is shown here only.")
            .RequireAuthorization(Permissions.AnalyticsWrite);
        reports.MapGet("/", ListAsync).WithName("ListCustomReports").WithSummary("List custom reports");
        reports.MapGet("/{id:guid}", GetAsync).WithName("GetCustomReport").WithSummary("Get a custom report");
        reports.MapPut("/{id:guid}", ReplaceAsync).WithName("ReplaceCustomReport").WithSummary("Replace a custom report")
            .WithDescription("With If-Match only if nobody changed it meanwhile.").RequireAuthorization(Permissions.AnalyticsWrite);
        reports.MapDelete("/{id:guid}", RemoveAsync).WithName("RemoveCustomReport").WithSummary("Take a custom report out")
            .WithDescription("Reports that were made stay.").RequireAuthorization(Permissions.AnalyticsWrite);
        reports.MapPost("/{id:guid}/webhook-secret", RenewSecretAsync).WithMetadata(new AnswersAreNotKept()).WithName("RenewWebhookSecret")
            .WithSummary("Sign webhooks with a new secret").WithDescription("The old one is of no use from now on.")
            .RequireAuthorization(Permissions.AnalyticsWrite);
    }

    public static async Task<CreatedAnswer<CustomReportView>> CreateAsync(
        CustomReportRequest request, CheckCustomReport check, ClaimsPrincipal caller, AppDb db, TimeProvider clock, CancellationToken ct)
    {
        if (!(await check.ApplyAsync(request, ct)).TryGet(out var next, out var problem))
            return problem;
        var now = clock.GetUtcNow();
        var report = new CustomReport
        {
            Id = Id<CustomReport>.New(),
            Name = request.Name,
            Spec = request.ToSpec().Write(),
            Period = request.Period,
            Format = request.Format ?? ReportFormat.Pdf,
            Recipients = [],
            WebhookSecret = WebhookSecrets.New(),
            OwnerId = CallerClaims.UserIdOf(caller),
            CreatedAt = now,
            UpdatedAt = now,
        };
        Take(report, request, next, now);
        db.Add(report);
        await db.SaveChangesAsync(ct);
        return CreatedAnswer<CustomReportView>.At(
            $"/api/v1/analytics/custom-reports/{report.Id}", CustomReportView.From(report, report.WebhookSecret));
    }

    public static async Task<Answer<Page<CustomReportView>>> ListAsync([AsParameters] PageRequest page, AppDb db, CancellationToken ct)
    {
        if (!page.After().TryGet(out var after, out var problem))
            return problem;
        var rows = db.Set<CustomReport>().AsNoTracking().OrderByDescending(r => r.Id).AsQueryable();
        if (after is { } last)
            rows = rows.Where(r => r.Id < new Id<CustomReport>(last));
        return await rows.ToPageAsync(page, r => r.Id.Value, CustomReportView.From, ct);
    }

    public static async Task<Answer<CustomReportView>> GetAsync(Guid id, AppDb db, CancellationToken ct) =>
        await FindAsync(id, db, ct) is { } report ? CustomReportView.From(report) : Problem.NotFound("custom_report");

    public static async Task<Answer<CustomReportView>> ReplaceAsync(
        Guid id, CustomReportRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, CheckCustomReport check, AppDb db,
        TimeProvider clock, CancellationToken ct)
    {
        if (await FindAsync(id, db, ct) is not { } report)
            return Problem.NotFound("custom_report");
        if (ETags.Check(ifMatch, report.Version) is { } stale)
            return stale;
        if (!(await check.ApplyAsync(request, ct)).TryGet(out var next, out var problem))
            return problem;
        Take(report, request, next, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return CustomReportView.From(report);
    }

    public static async Task<DoneAnswer> RemoveAsync(Guid id, AppDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await FindAsync(id, db, ct) is not { } report)
            return Problem.NotFound("custom_report");
        (report.RemovedAt, report.NextDueAt) = (clock.GetUtcNow(), null);
        await db.SaveChangesAsync(ct);
        return DoneAnswer.Done;
    }

    public static async Task<Answer<CustomReportView>> RenewSecretAsync(Guid id, AppDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await FindAsync(id, db, ct) is not { } report)
            return Problem.NotFound("custom_report");
        (report.WebhookSecret, report.UpdatedAt) = (WebhookSecrets.New(), clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return CustomReportView.From(report, report.WebhookSecret);
    }

    internal static Task<CustomReport?> FindAsync(Guid id, AppDb db, CancellationToken ct) =>
        db.Set<CustomReport>().SingleOrDefaultAsync(r => r.Id == new Id<CustomReport>(id), ct);

    private static void Take(CustomReport report, CustomReportRequest request, DateTimeOffset? next, DateTimeOffset now)
    {
        (report.Name, report.Description, report.Spec) = (request.Name, request.Description, request.ToSpec().Write());
        (report.Period, report.Format) = (request.Period, request.Format ?? ReportFormat.Pdf);
        (report.Schedule, report.TimeZone, report.Enabled) = (request.Schedule, request.TimeZone, request.Enabled ?? true);
        (report.Recipients, report.UpdatedAt) = ([.. (request.Recipients ?? []).Distinct(StringComparer.OrdinalIgnoreCase)], now);
        report.NextDueAt = report.Enabled ? next : null;
    }
}
