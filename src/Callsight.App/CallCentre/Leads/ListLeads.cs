using Callsight.App.CallCentre.Agents;
using Callsight.App.CallCentre.Campaigns;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Callsight.App.CallCentre.Leads;

internal static class ListLeads
{
    public static void Map(RouteGroupBuilder leads)
    {
        leads.MapGet("/", HandleAsync).WithName("ListLeads").WithSummary("List leads").RequireAuthorization(Permissions.LeadsRead);
        leads.MapGet("/{id:guid}", GetAsync).WithName("GetLead").WithSummary("Get a lead").RequireAuthorization(Permissions.LeadsRead);
    }

    public static async Task<Answer<Page<LeadView>>> HandleAsync(
        [AsParameters] PageRequest page, LeadStatus? status, string? source,
        [FromQuery(Name = "campaign_id")] Guid? campaignId, [FromQuery(Name = "assigned_agent_id")] Guid? agentId,
        [FromQuery(Name = "external_id")] string? externalId, string? filter, ListFilter filters, AppDb db, CancellationToken ct)
    {
        if (!(await filters.ReadAsync(filter, LeadFields.All, ct)).TryGet(out var matching, out var problem))
            return problem;
        var leads = db.Set<Lead>().Where(matching);
        if (status is not null)
            leads = leads.Where(l => l.Status == status);
        if (source is not null)
            leads = leads.Where(l => l.Source == source);
        if (campaignId is { } campaign)
            leads = leads.Where(l => l.CampaignId == new Id<Campaign>(campaign));
        if (agentId is { } agent)
            leads = leads.Where(l => l.AssignedAgentId == new Id<Agent>(agent));
        if (externalId is not null)
            leads = leads.Where(l => l.ExternalId == externalId);
        return await Lists.PageAsync(leads, page, l => l.Id, LeadView.From, ct);
    }

    public static Task<Answer<LeadView>> GetAsync(Guid id, AppDb db, CancellationToken ct) =>
        Lists.GetAsync(db.Set<Lead>().Where(l => l.Id == new Id<Lead>(id)), "lead", LeadView.From, ct);
}
