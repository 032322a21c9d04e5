using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre.Campaigns;

internal static class SaveCampaign
{
    public static void Map(RouteGroupBuilder campaigns)
    {
        campaigns.MapPost("/", CreateAsync).WithName("CreateCampaign").WithSummary("Create a campaign")
            .RequireAuthorization(Permissions.CampaignsWrite);
        campaigns.MapGet("/", ListAsync).WithName("ListCampaigns").WithSummary("List campaigns")
            .RequireAuthorization(Permissions.CampaignsRead);
        campaigns.MapGet("/{id:guid}", GetAsync).WithName("GetCampaign").WithSummary("Get a campaign")
            .RequireAuthorization(Permissions.CampaignsRead);
        campaigns.MapDelete("/{id:guid}", RemoveAsync).WithName("RemoveCampaign").WithSummary("Take a campaign out")
            .WithDescription("Past figures keep the campaign and its cost.").RequireAuthorization(Permissions.CampaignsWrite);
        campaigns.MapPatch("/{id:guid}", UpdateAsync).WithName("UpdateCampaign").WithSummary("Change a campaign")
            .RequireAuthorization(Permissions.CampaignsWrite);
    }

    public static async Task<CreatedAnswer<CampaignView>> CreateAsync(
        CampaignRequest request, AppDb db, TimeProvider clock, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(request.Name))
            return Problem.InvalidField("name", "A campaign needs a name.");
        var campaign = new Campaign
        {
            Id = Id<Campaign>.New(),
            Name = request.Name,
            ExternalId = request.ExternalId,
            Channel = request.Channel,
            Status = request.Status ?? CampaignStatus.Draft,
            Budget = request.Budget,
            StartsAt = request.StartsAt?.Micro(),
            EndsAt = request.EndsAt?.Micro(),
            CreatedAt = clock.GetUtcNow(),
        };
        db.Add(campaign);
        db.Raise(EventCatalogue.CampaignCreated.Happened(campaign.CreatedAt) with
        {
            CampaignId = campaign.Id.Value,
            Channel = campaign.Channel,
        });
        await db.SaveChangesAsync(ct);
        return CreatedAnswer<CampaignView>.At($"/api/v1/campaigns/{campaign.Id}", CampaignView.From(campaign));
    }

    public static Task<Answer<Page<CampaignView>>> ListAsync([AsParameters] PageRequest page, AppDb db, CancellationToken ct) =>
        Lists.PageAsync(db.Set<Campaign>(), page, c => c.Id, CampaignView.From, ct);

    public static Task<Answer<CampaignView>> GetAsync(Guid id, AppDb db, CancellationToken ct) =>
        Lists.GetAsync(db.Set<Campaign>().Where(c => c.Id == new Id<Campaign>(id)), "campaign", CampaignView.From, ct);

    public static async Task<DoneAnswer> RemoveAsync(Guid id, AppDb db, TimeProvider clock, CancellationToken ct)
    {
        var campaign = await db.Set<Campaign>().SingleOrDefaultAsync(c => c.Id == new Id<Campaign>(id), ct);
        if (campaign is null)
            return Problem.NotFound("campaign");
        campaign.RemovedAt = clock.GetUtcNow();
        db.Raise(EventCatalogue.CampaignDeleted.Happened(campaign.RemovedAt.Value) with { CampaignId = campaign.Id.Value });
        await db.SaveChangesAsync(ct);
        return DoneAnswer.Done;
    }

    public static async Task<Answer<CampaignView>> UpdateAsync(
        Guid id, CampaignRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, AppDb db, TimeProvider clock,
        CancellationToken ct)
    {
        var campaign = await db.Set<Campaign>().SingleOrDefaultAsync(c => c.Id == new Id<Campaign>(id), ct);
        if (campaign is null)
            return Problem.NotFound("campaign");
        if (ETags.Check(ifMatch, campaign.Version) is { } stale)
            return stale;
        if (request.Name is not null && string.IsNullOrWhiteSpace(request.Name))
            return Problem.InvalidField("name", "A campaign needs a name.");
        var type = request.Status is { } status && status != campaign.Status
            ? EventCatalogue.CampaignStatusChanged : EventCatalogue.CampaignUpdated;
        campaign.Name = request.Name ?? campaign.Name;
        campaign.Channel = request.Channel ?? campaign.Channel;
        campaign.Status = request.Status ?? campaign.Status;
        campaign.Budget = request.Budget ?? campaign.Budget;
        campaign.StartsAt = request.StartsAt?.Micro() ?? campaign.StartsAt;
        campaign.EndsAt = request.EndsAt?.Micro() ?? campaign.EndsAt;
        db.Raise(type.Happened(clock.GetUtcNow()) with
        {
            CampaignId = campaign.Id.Value,
            Channel = campaign.Channel,
            Status = SnakeCase.Of(campaign.Status.ToString()),
        });
        await db.SaveChangesAsync(ct);
        return CampaignView.From(campaign);
    }
}
