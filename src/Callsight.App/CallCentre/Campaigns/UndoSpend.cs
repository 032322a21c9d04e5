using System.Globalization;
using Callsight.App.Data;
using Callsight.App.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre.Campaigns;

/// <summary>Takes back what rows from outside did to the spending of campaigns.</summary>
internal sealed class UndoSpend(AppDb db, ITenantSettings settings, TimeProvider clock) : IUndoTarget
{
    public string Table => "campaign_spend";

    public async Task<IReadOnlyList<UndoResult>> UndoAsync(IReadOnlyList<RecordedChange> changes, bool onTheWay, CancellationToken ct)
    {
        var zone = (await settings.GetAsync(ct)).Zone;
        var ids = changes.Select(c => new Id<CampaignSpend>(c.Id)).ToList();
        var known = await db.Set<CampaignSpend>().Where(s => ids.Contains(s.Id)).ToDictionaryAsync(s => s.Id.Value, ct);
        var campaignIds = known.Values.Select(s => s.CampaignId).Distinct().ToList();
        var campaigns = await db.Set<Campaign>().IgnoreQueryFilters([AppDb.RemovedFilter]).AsNoTracking()
            .Where(c => campaignIds.Contains(c.Id)).ToDictionaryAsync(c => c.Id, ct);
        return [.. changes.Select(change => known.TryGetValue(change.Id, out var spend)
            ? Undo(spend, change, campaigns[spend.CampaignId], zone) : UndoResult.Gone)];
    }

    private UndoResult Undo(CampaignSpend spend, RecordedChange change, Campaign campaign, TenantZone zone)
    {
        if (change.IsNew)
        {
            db.Remove(spend);
            db.Raise(spend.Event(EventCatalogue.CampaignSpendDeleted, zone, campaign.Channel) with
            {
                OccurredAt = clock.GetUtcNow(),
                Amount = null,
                Retracts = [spend.Id.Value],
            });
            return UndoResult.Removed;
        }

        if (KeptValues.PutBack(db.Entry(spend), change.Before!, change.After!) is { } field)
            return UndoResult.Kept(NameOf(spend, campaign), $"{field} was changed after the import.");
        db.Raise(spend.Event(EventCatalogue.CampaignSpendRecorded, zone, campaign.Channel) with { Id = spend.Id.Value, Replaces = true });
        return UndoResult.Restored;
    }

    private static string NameOf(CampaignSpend spend, Campaign campaign) =>
        string.Create(CultureInfo.InvariantCulture, $"{campaign.Name} / {spend.Day:yyyy-MM-dd} / {spend.Note}");
}
