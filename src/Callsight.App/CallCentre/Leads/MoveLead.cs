using Callsight.App.CallCentre.Agents;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Callsight.App.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre.Leads;

internal static class MoveLead
{
    public static void Map(RouteGroupBuilder leads)
    {
        leads.MapPost("/{id:guid}/status", HandleAsync).WithName("MoveLead").WithSummary("Move a lead to another status")
            .WithDescription("The same status again changes nothing. A converted or lost lead that moves elsewhere is open again.")
            .RequireAuthorization(Permissions.LeadsWrite);
        leads.MapPost("/{id:guid}/assign", AssignAsync).WithName("AssignLead").WithSummary("Make an agent responsible for a lead")
            .RequireAuthorization(Permissions.LeadsWrite);
    }

    public static async Task<Answer<LeadView>> HandleAsync(
        Guid id, LeadStatusRequest request, AppDb db, ITenantSettings settings, TimeProvider clock, CancellationToken ct)
    {
        var lead = await db.Set<Lead>().SingleOrDefaultAsync(l => l.Id == new Id<Lead>(id), ct);
        if (lead is null)
            return Problem.NotFound("lead");
        var now = clock.GetUtcNow();
        var at = (request.OccurredAt ?? now).Micro();
        if (Moments.Fault("occurred_at", request.OccurredAt, now) is { } fault)
            return Problem.InvalidFields(fault);
        var status = request.Status!.Value;
        if (status == lead.Status)
            return LeadView.From(lead);

        var wasClosed = lead.Status is LeadStatus.Converted or LeadStatus.Lost;
        var closedAs = lead.Status;
        var reachedBefore = lead.ReachedAt(status) is not null;
        lead.Value = request.Value is { } value ? Math.Round(value, 4) : lead.Value;
        lead.MoveTo(status, at);
        if (status is LeadStatus.Contacted && !reachedBefore)
            lead.MeasureResponse(await settings.GetAsync(ct));
        if (wasClosed)
            db.Raise(lead.Event(EventCatalogue.LeadReopened, at) with
            {
                Retracts = [MilestoneIds.Of(lead.Id.Value, LeadEvents.TypeOf(closedAs))],
            });
        if (!reachedBefore)
            db.Raise(lead.Milestone(status, replaces: false));
        else if (!wasClosed)
            db.Raise(lead.Event(EventCatalogue.LeadUpdated, at));
        await db.SaveChangesAsync(ct);
        return LeadView.From(lead);
    }

    public static async Task<Answer<LeadView>> AssignAsync(
        Guid id, LeadAssignment request, AppDb db, TimeProvider clock, CancellationToken ct)
    {
        var lead = await db.Set<Lead>().SingleOrDefaultAsync(l => l.Id == new Id<Lead>(id), ct);
        if (lead is null)
            return Problem.NotFound("lead");
        var agent = request.AgentId is { } wanted ? await db.Set<Agent>().SingleOrDefaultAsync(a => a.Id == wanted, ct) : null;
        if (agent is null && request.AgentId is not null)
            return Problem.InvalidField("agent_id", "There is no such agent.");
        if (lead.AssignedAgentId == request.AgentId)
            return LeadView.From(lead);
        lead.AssignTo(agent);
        db.Raise(lead.Event(EventCatalogue.LeadAssigned, clock.GetUtcNow()));
        await db.SaveChangesAsync(ct);
        return LeadView.From(lead);
    }
}
