using Callsight.App.CallCentre.Agents;
using Callsight.App.CallCentre.Campaigns;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Callsight.App.Privacy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre.Leads;

internal static class SaveLead
{
    public static void Map(RouteGroupBuilder leads)
    {
        leads.MapPost("/", CreateAsync).WithName("CreateLead").WithSummary("Create a lead")
            .RequireAuthorization(Permissions.LeadsWrite);
        leads.MapPatch("/{id:guid}", UpdateAsync).WithName("UpdateLead").WithSummary("Change a lead")
            .RequireAuthorization(Permissions.LeadsWrite);
    }

    public static async Task<CreatedAnswer<LeadView>> CreateAsync(
        LeadRequest request, AppDb db, ISuppressions suppressions, TimeProvider clock, CancellationToken ct)
    {
        if (!(await CheckAsync(request, db, suppressions, ct)).TryGet(out var agent, out var problem))
            return problem;
        var lead = new Lead { Id = Id<Lead>.New(), ExternalId = request.ExternalId, CreatedAt = clock.GetUtcNow().Micro() };
        request.ApplyTo(lead);
        lead.AssignTo(agent);
        db.Add(lead);
        db.Raise(lead.Milestone(LeadStatus.New, replaces: false));
        await db.SaveChangesAsync(ct);
        return CreatedAnswer<LeadView>.At($"/api/v1/leads/{lead.Id}", LeadView.From(lead));
    }

    public static async Task<Answer<LeadView>> UpdateAsync(
        Guid id, LeadRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, AppDb db, ISuppressions suppressions,
        TimeProvider clock, CancellationToken ct)
    {
        var lead = await db.Set<Lead>().SingleOrDefaultAsync(l => l.Id == new Id<Lead>(id), ct);
        if (lead is null)
            return Problem.NotFound("lead");
        if (ETags.Check(ifMatch, lead.Version) is { } stale)
            return stale;
        if (!(await CheckAsync(request, db, suppressions, ct)).TryGet(out var agent, out var problem))
            return problem;
        request.ApplyTo(lead);
        if (agent is not null)
            lead.AssignTo(agent);
        db.Raise(lead.Event(EventCatalogue.LeadUpdated, clock.GetUtcNow()));
        await db.SaveChangesAsync(ct);
        return LeadView.From(lead);
    }

    /// <summary>The agent the lead shall be assigned to, where the request names one; everything it names must be there.</summary>
    private static async Task<Result<Agent?>> CheckAsync(
        LeadRequest request, AppDb db, ISuppressions suppressions, CancellationToken ct)
    {
        var erased = await suppressions.GetAsync(ct);
        if (erased.HasEmail(request.Email) || erased.HasPhone(request.Phone) || erased.Has(NameKind.LeadExternalId, request.ExternalId))
            return SuppressedNames.Refusal;
        if (request.CampaignId is { } campaign && !await db.Set<Campaign>().AnyAsync(c => c.Id == campaign, ct))
            return Problem.InvalidField("campaign_id", "There is no such campaign.");
        if (request.AssignedAgentId is not { } id)
            return (Agent?)null;
        return await db.Set<Agent>().SingleOrDefaultAsync(a => a.Id == id, ct) is { } agent
            ? agent
            : Problem.InvalidField("assigned_agent_id", "There is no such agent.");
    }
}
