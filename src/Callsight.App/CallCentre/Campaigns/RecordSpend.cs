using System.ComponentModel.DataAnnotations;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Callsight.App.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre.Campaigns;

public sealed record SpendRequest(
    [property: Required] DateOnly? Date, [property: Required, Range(0, 1e12)] decimal? Amount,
    [property: MaxLength(200)] string? Note) : IValidated;

/// <summary>An entry of spending as the API shows it.</summary>
public sealed record SpendView(Id<CampaignSpend> Id, DateOnly Date, decimal Amount, string Note);

internal static class RecordSpend
{
    public static void Map(RouteGroupBuilder campaigns)
    {
        campaigns.MapPost("/{id:guid}/spend", HandleAsync).WithName("RecordSpend").WithSummary("Record what a campaign cost on a day")
            .WithDescription("The same date and note again replaces the amount; 0 takes it back.")
            .RequireAuthorization(Permissions.CampaignsWrite);
        campaigns.MapGet("/{id:guid}/spend", ListAsync).WithName("ListSpend").WithSummary("What a campaign cost, day by day")
            .RequireAuthorization(Permissions.CampaignsRead);
    }

    public static async Task<Answer<Page<SpendView>>> ListAsync(
        Guid id, [AsParameters] PageRequest page, AppDb db, CancellationToken ct) =>
        await db.Set<Campaign>().AnyAsync(c => c.Id == new Id<Campaign>(id), ct)
            ? await Lists.PageAsync(db.Set<CampaignSpend>().Where(s => s.CampaignId == new Id<Campaign>(id)), page, s => s.Id,
                s => new SpendView(s.Id, s.Day, s.Amount, s.Note), ct)
            : Problem.NotFound("campaign");

    public static async Task<CreatedAnswer<SpendView>> HandleAsync(
        Guid id, SpendRequest request, AppDb db, ITenantSettings settings, CancellationToken ct)
    {
        var campaign = await db.Set<Campaign>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == new Id<Campaign>(id), ct);
        if (campaign is null)
            return Problem.NotFound("campaign");
        if (request.Date!.Value.Year is < 1970 or > 2199)
            return Problem.InvalidField("date", "A day lies between 1970 and 2199.");
        var (spend, _) = await PutAsync(db, (await settings.GetAsync(ct)).Zone, campaign.Id, campaign.Channel,
            request.Date.Value, Math.Round(request.Amount!.Value, 4), request.Note ?? "", ct);
        await db.SaveChangesAsync(ct);
        return CreatedAnswer<SpendView>.At($"/api/v1/campaigns/{id}/spend",
            new SpendView(spend.Id, spend.Day, spend.Amount, spend.Note));
    }

    /// <summary>Puts the entry of a day in its place; says whether anything changed, and whether it is new.</summary>
    internal static async Task<(CampaignSpend Spend, RowOutcome Outcome)> PutAsync(
        AppDb db, TenantZone zone, Id<Campaign> campaign, string? channel, DateOnly day, decimal amount, string note, CancellationToken ct)
    {
        var spend = db.Set<CampaignSpend>().Local.FirstOrDefault(s => s.CampaignId == campaign && s.Day == day && s.Note == note)
            ?? await db.Set<CampaignSpend>()
                .SingleOrDefaultAsync(s => s.CampaignId == campaign && s.Day == day && s.Note == note, ct);
        if (spend?.Amount == amount)
            return (spend, RowOutcome.Unchanged);
        var outcome = spend is null ? RowOutcome.Imported : RowOutcome.Updated;
        if (spend is null)
            db.Add(spend = new CampaignSpend
            {
                Id = Id<CampaignSpend>.New(),
                CampaignId = campaign,
                Day = day,
                Note = note,
                Amount = amount,
            });
        spend.Amount = amount;
        var spentAt = zone.StartOfDay(day);
        db.Raise(new CatalogueEvent
        {
            // The entry's own id: a corrected amount takes the place of the wrong one.
            Id = spend.Id.Value,
            Type = EventCatalogue.CampaignSpendRecorded.Name,
            OccurredAt = spentAt,
            CampaignId = campaign.Value,
            Channel = channel,
            Amount = amount,
            Replaces = outcome is RowOutcome.Updated,
            Spend = new SpendFact
            {
                SpendId = spend.Id.Value,
                CampaignId = campaign.Value,
                Channel = channel,
                Day = day,
                SpentAt = spentAt,
                Amount = amount,
            },
        });
        return (spend, outcome);
    }
}
