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
        var (day, note) = (request.Date.Value, request.Note ?? "");
        var known = await db.Set<CampaignSpend>()
            .SingleOrDefaultAsync(s => s.CampaignId == campaign.Id && s.Day == day && s.Note == note, ct);
        var (spend, _) = Put(db, (await settings.GetAsync(ct)).Zone, known, campaign.Channel, campaign.Id, day,
            Math.Round(request.Amount!.Value, 4), note);
        await db.SaveChangesAsync(ct);
        return CreatedAnswer<SpendView>.At($"/api/v1/campaigns/{id}/spend",
            new SpendView(spend.Id, spend.Day, spend.Amount, spend.Note));
    }

    /// <summary>Puts the entry of a day in its place; says whether anything changed, and whether it is new.</summary>
    internal static (CampaignSpend Spend, RowOutcome Outcome) Put(
        AppDb db, TenantZone zone, CampaignSpend? known, string? channel, Id<Campaign> campaign, DateOnly day, decimal amount, string note)
    {
        if (known?.Amount == amount)
            return (known, RowOutcome.Unchanged);
        var spend = known ?? new CampaignSpend
        {
            Id = Id<CampaignSpend>.New(),
            CampaignId = campaign,
            Day = day,
            Note = note,
            Amount = amount,
        };
        if (known is null)
            db.Add(spend);
        spend.Amount = amount;

        // The entry's own id: a corrected amount takes the place of the wrong one.
        db.Raise(spend.Event(EventCatalogue.CampaignSpendRecorded, zone, channel) with
        {
            Id = spend.Id.Value,
            Replaces = known is not null,
        });
        return (spend, known is null ? RowOutcome.Imported : RowOutcome.Updated);
    }

    /// <summary>What is told of an entry, with the whole picture of it.</summary>
    internal static CatalogueEvent Event(this CampaignSpend spend, EventType type, TenantZone zone, string? channel)
    {
        var spentAt = zone.StartOfDay(spend.Day);
        return type.Happened(spentAt) with
        {
            CampaignId = spend.CampaignId.Value,
            Channel = channel,
            Amount = spend.Amount,
            Spend = new SpendFact
            {
                SpendId = spend.Id.Value,
                CampaignId = spend.CampaignId.Value,
                Channel = channel,
                Day = spend.Day,
                SpentAt = spentAt,
                Amount = spend.Amount,
                IsRemoved = type == EventCatalogue.CampaignSpendDeleted,
            },
        };
    }
}
