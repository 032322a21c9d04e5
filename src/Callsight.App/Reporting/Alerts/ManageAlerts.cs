using System.Security.Claims;
using Callsight.App.Data;
using Callsight.App.Delivery;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.Reporting.Alerts;

internal static class ManageAlerts
{
    private static readonly Problem Full = new("alert.too_many",
        $"A tenant has at most {Alert.MostOfTenant} alerts. Take one out that is not needed.", ProblemKind.Conflict);

    public static void Map(RouteGroupBuilder alerts)
    {
        alerts.MapPost("/", CreateAsync).WithName("CreateAlert").WithSummary("Have a figure watched")
            .WithDescription(
                "After each interval, by the planner that answers queries and with the rights of who made it. A condition is a " +
                "threshold (op, value, and where it is over again: clear_value) or an anomaly against the same season before. " +
                "Recipients are members by their e-mail address, and a webhook, signed as Standard Webhooks have it with " +
                "webhook_secret, which is shown here only.")
            .RequireAuthorization(Permissions.AnalyticsWrite);
        alerts.MapGet("/", ListAsync).WithName("ListAlerts").WithSummary("List alerts and how they stand");
        alerts.MapGet("/{id:guid}", GetAsync).WithName("GetAlert").WithSummary("Get an alert and how it stands");
        alerts.MapPut("/{id:guid}", ReplaceAsync).WithName("ReplaceAlert").WithSummary("Replace an alert")
            .WithDescription(
                "With If-Match only if nobody changed it meanwhile. Another metric, filter, condition or interval, and switching it " +
                "off or on, ends an open incident and begins anew.")
            .RequireAuthorization(Permissions.AnalyticsWrite);
        alerts.MapDelete("/{id:guid}", RemoveAsync).WithName("RemoveAlert").WithSummary("Take an alert out")
            .WithDescription("An open incident is ended; past ones stay.").RequireAuthorization(Permissions.AnalyticsWrite);
        alerts.MapPost("/{id:guid}/webhook-secret", RenewSecretAsync).WithMetadata(new AnswersAreNotKept())
            .WithName("RenewAlertWebhookSecret").WithSummary("Sign an alert's webhooks with a new secret")
            .WithDescription("The old one is of no use from now on.").RequireAuthorization(Permissions.AnalyticsWrite);
    }

    public static async Task<CreatedAnswer<AlertView>> CreateAsync(
        AlertRequest request, CheckAlert check, ClaimsPrincipal caller, AppDb db, AlertsDue due, CurrentTenant tenant, TimeProvider clock,
        CancellationToken ct)
    {
        if (await db.Set<Alert>().CountAsync(ct) >= Alert.MostOfTenant)
            return Full;
        if (!(await check.ApplyAsync(request, ct)).TryGet(out var next, out var problem))
            return problem;
        var now = clock.GetUtcNow();
        var alert = new Alert
        {
            Id = Id<Alert>.New(),
            Name = request.Name,
            Definition = request.ToDefinition().Write(),
            Channels = AlertChannels.Write(request.ToChannels()),
            WebhookSecret = WebhookSecrets.New(),
            Enabled = request.Enabled ?? true,
            OwnerId = CallerClaims.UserIdOf(caller),
            EvaluatesFrom = now,
            NextDueAt = request.Enabled is false ? null : next,
            CreatedAt = now,
            UpdatedAt = now,
        };
        db.Add(alert);
        await db.SaveChangesAsync(ct);
        due.Look(tenant.Id);
        return CreatedAnswer<AlertView>.At($"/api/v1/analytics/alerts/{alert.Id}", AlertView.From(alert, null, alert.WebhookSecret));
    }

    public static async Task<Answer<Page<AlertView>>> ListAsync([AsParameters] PageRequest page, AppDb db, CancellationToken ct)
    {
        if (!page.After().TryGet(out var after, out var problem))
            return problem;
        var rows = db.Set<Alert>().AsNoTracking().OrderByDescending(a => a.Id).AsQueryable();
        if (after is { } last)
            rows = rows.Where(a => a.Id < new Id<Alert>(last));
        // One open incident an alert, and a hundred alerts: they are all read.
        var open = await db.Set<Incident>().Where(i => i.EndedAt == null).ToDictionaryAsync(i => i.AlertId, i => i.Id.Value, ct);
        return await rows.ToPageAsync(
            page, a => a.Id.Value, a => AlertView.From(a, open.TryGetValue(a.Id, out var incident) ? incident : null), ct);
    }

    public static async Task<Answer<AlertView>> GetAsync(Guid id, AppDb db, CancellationToken ct) =>
        await FindAsync(id, db, ct) is { } alert
            ? AlertView.From(alert, (await OpenAsync(alert, db, ct))?.Id.Value)
            : Problem.NotFound("alert");

    public static async Task<Answer<AlertView>> ReplaceAsync(
        Guid id, AlertRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, CheckAlert check, AppDb db, AlertsDue due,
        CurrentTenant tenant, TimeProvider clock, CancellationToken ct)
    {
        if (await FindAsync(id, db, ct) is not { } alert)
            return Problem.NotFound("alert");
        if (ETags.Check(ifMatch, alert.Version) is { } stale)
            return stale;
        if (!(await check.ApplyAsync(request, ct)).TryGet(out var next, out var problem))
            return problem;
        var now = clock.GetUtcNow();
        var (definition, enabled) = (request.ToDefinition().Write(), request.Enabled ?? true);
        var open = await OpenAsync(alert, db, ct);
        if (definition != alert.Definition || enabled != alert.Enabled)
        {
            // In the words it had when it began, to those who were told then.
            open?.End(IncidentEnding.AlertChanged, alert.ReadChannels(), now);
            open = null;
            (alert.Revision, alert.EvaluatesFrom, alert.State, alert.StateDetail) = (alert.Revision + 1, now, AlertState.Waiting, null);
            (alert.Recent, alert.EvaluatedAt) = ("[]", null);
        }

        (alert.Name, alert.Definition, alert.Channels) = (request.Name, definition, AlertChannels.Write(request.ToChannels()));
        (alert.Enabled, alert.NextDueAt, alert.UpdatedAt) = (enabled, enabled ? next : null, now);
        await db.SaveChangesAsync(ct);
        due.Look(tenant.Id);
        return AlertView.From(alert, open?.Id.Value);
    }

    public static async Task<DoneAnswer> RemoveAsync(
        Guid id, AppDb db, AlertsDue due, CurrentTenant tenant, TimeProvider clock, CancellationToken ct)
    {
        if (await FindAsync(id, db, ct) is not { } alert)
            return Problem.NotFound("alert");
        var now = clock.GetUtcNow();
        if (await OpenAsync(alert, db, ct) is { } open)
            open.End(IncidentEnding.AlertChanged, alert.ReadChannels(), now);
        (alert.RemovedAt, alert.NextDueAt, alert.Enabled) = (now, null, false);
        await db.SaveChangesAsync(ct);
        due.Look(tenant.Id);
        return DoneAnswer.Done;
    }

    public static async Task<Answer<AlertView>> RenewSecretAsync(Guid id, AppDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await FindAsync(id, db, ct) is not { } alert)
            return Problem.NotFound("alert");
        (alert.WebhookSecret, alert.UpdatedAt) = (WebhookSecrets.New(), clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return AlertView.From(alert, (await OpenAsync(alert, db, ct))?.Id.Value, alert.WebhookSecret);
    }

    internal static Task<Alert?> FindAsync(Guid id, AppDb db, CancellationToken ct) =>
        db.Set<Alert>().SingleOrDefaultAsync(a => a.Id == new Id<Alert>(id), ct);

    private static Task<Incident?> OpenAsync(Alert alert, AppDb db, CancellationToken ct) =>
        db.Set<Incident>().SingleOrDefaultAsync(i => i.AlertId == alert.Id && i.EndedAt == null, ct);
}
