using System.Security.Claims;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.Reporting.Alerts;

internal static class ManageIncidents
{
    private static readonly Problem Over = new("incident.over", "The incident is over already.", ProblemKind.Conflict);

    public static void Map(RouteGroupBuilder analytics, RouteGroupBuilder alerts)
    {
        alerts.MapGet("/{id:guid}/incidents", ListOfAlertAsync).WithName("ListAlertIncidents")
            .WithSummary("Incidents of an alert, newest first");
        var incidents = analytics.MapGroup("/incidents").WithTags("Alerts");
        incidents.MapGet("/", ListAsync).WithName("ListIncidents").WithSummary("Incidents of all alerts, newest first");
        incidents.MapGet("/{id:guid}", GetAsync).WithName("GetIncident").WithSummary("An incident, and who was told of it");
        incidents.MapPost("/{id:guid}/acknowledge", AcknowledgeAsync).WithName("AcknowledgeIncident").WithSummary("Take an incident on")
            .WithDescription("It goes on until the figure comes back. Doing so again changes nothing but the note.")
            .RequireAuthorization(Permissions.AnalyticsWrite);
        incidents.MapPost("/{id:guid}/resolve", ResolveAsync).WithName("ResolveIncident").WithSummary("End an incident by hand")
            .WithDescription("No other is opened until the figure has come back once.").RequireAuthorization(Permissions.AnalyticsWrite);
    }

    public static async Task<Answer<Page<IncidentView>>> ListOfAlertAsync(
        Guid id, [AsParameters] PageRequest page, AppDb db, CancellationToken ct)
    {
        if (await ManageAlerts.FindAsync(id, db, ct) is not { } alert)
            return Problem.NotFound("alert");
        return await PageAsync(db.Set<Incident>().AsNoTracking().Where(i => i.AlertId == alert.Id), page, ct);
    }

    public static async Task<Answer<Page<IncidentView>>> ListAsync(
        [AsParameters] PageRequest page, IncidentStatus? status, AppDb db, CancellationToken ct)
    {
        var incidents = db.Set<Incident>().AsNoTracking();
        return await PageAsync(status is null ? incidents : incidents.Where(i => i.Status == status), page, ct);
    }

    public static async Task<Answer<IncidentView>> GetAsync(Guid id, AppDb db, CancellationToken ct) =>
        await FindAsync(id, db, ct) is { } incident ? IncidentView.From(incident) : Problem.NotFound("incident");

    public static async Task<Answer<IncidentView>> AcknowledgeAsync(
        Guid id, IncidentNoteRequest? request, ClaimsPrincipal caller, AppDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await FindAsync(id, db, ct) is not { } incident)
            return Problem.NotFound("incident");
        if (incident.EndedAt is not null)
            return Over;
        incident.Status = IncidentStatus.Acknowledged;
        incident.AcknowledgedAt ??= clock.GetUtcNow();
        incident.AcknowledgedBy ??= CallerClaims.UserIdOf(caller);
        incident.Note = request?.Note ?? incident.Note;
        await db.SaveChangesAsync(ct);
        return IncidentView.From(incident);
    }

    public static async Task<Answer<IncidentView>> ResolveAsync(
        Guid id, IncidentNoteRequest? request, ClaimsPrincipal caller, AppDb db, AlertsDue due, CurrentTenant tenant, TimeProvider clock,
        CancellationToken ct)
    {
        if (await FindAsync(id, db, ct) is not { } incident)
            return Problem.NotFound("incident");
        if (incident.EndedAt is not null)
            return Over;
        var now = clock.GetUtcNow();
        var alert = await db.Set<Alert>().SingleAsync(a => a.Id == incident.AlertId, ct);
        incident.Note = request?.Note ?? incident.Note;
        incident.ResolvedBy = CallerClaims.UserIdOf(caller);
        incident.End(IncidentEnding.Resolved, alert.ReadChannels(), now);
        await db.SaveChangesAsync(ct);
        if (alert.State is AlertState.Firing)
            await db.Set<Alert>().Where(a => a.Id == alert.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.State, AlertState.Ok), ct);
        due.Look(tenant.Id);
        return IncidentView.From(incident);
    }

    private static async Task<Answer<Page<IncidentView>>> PageAsync(IQueryable<Incident> incidents, PageRequest page, CancellationToken ct)
    {
        if (!page.After().TryGet(out var after, out var problem))
            return problem;
        if (after is { } last)
            incidents = incidents.Where(i => i.Id < new Id<Incident>(last));
        return await incidents.OrderByDescending(i => i.Id).ToPageAsync(page, i => i.Id.Value, IncidentView.From, ct);
    }

    private static Task<Incident?> FindAsync(Guid id, AppDb db, CancellationToken ct) =>
        db.Set<Incident>().SingleOrDefaultAsync(i => i.Id == new Id<Incident>(id), ct);
}
