using Callsight.App.CallCentre.Calls;
using Callsight.App.CallCentre.Leads;
using Callsight.App.Data;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre.Campaigns;

/// <summary>Takes back what rows from outside did to campaigns. One that anything else uses stays.</summary>
internal sealed class UndoCampaigns(AppDb db, TimeProvider clock) : IUndoTarget
{
    public string Table => "campaigns";

    public async Task<IReadOnlyList<UndoResult>> UndoAsync(IReadOnlyList<RecordedChange> changes, bool onTheWay, CancellationToken ct)
    {
        var ids = changes.Select(c => new Id<Campaign>(c.Id)).ToList();
        var known = await db.Set<Campaign>().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id.Value, ct);
        var used = (await db.Set<Lead>().Where(l => ids.Contains(l.CampaignId!.Value)).Select(l => l.CampaignId!.Value)
            .Union(db.Set<Call>().Where(c => ids.Contains(c.CampaignId!.Value)).Select(c => c.CampaignId!.Value))
            .Union(db.Set<CampaignSpend>().Where(s => ids.Contains(s.CampaignId)).Select(s => s.CampaignId))
            .ToListAsync(ct)).ToHashSet();
        var results = new List<UndoResult>(changes.Count);
        foreach (var change in changes)
            results.Add(!known.TryGetValue(change.Id, out var campaign) ? UndoResult.Gone
                : change.IsNew ? Remove(campaign, used.Contains(campaign.Id) || (onTheWay && campaign.Version > 1))
                : await RestoreAsync(campaign, change, ct));
        return results;
    }

    private UndoResult Remove(Campaign campaign, bool isUsed)
    {
        if (isUsed)
            return UndoResult.Kept(campaign.Name, "It is used, or was changed after the import.");
        campaign.RemovedAt = clock.GetUtcNow();
        db.Raise(EventCatalogue.CampaignDeleted.Happened(campaign.RemovedAt.Value) with { CampaignId = campaign.Id.Value });
        return UndoResult.Removed;
    }

    private async Task<UndoResult> RestoreAsync(Campaign campaign, RecordedChange change, CancellationToken ct)
    {
        var (name, externalId) = (campaign.Name, campaign.ExternalId);
        if (KeptValues.PutBack(db.Entry(campaign), change.Before!, change.After!) is { } field)
            return UndoResult.Kept(name, $"{field} was changed after the import.");
        if ((campaign.Name != name || campaign.ExternalId != externalId)
            && await db.Set<Campaign>().AnyAsync(c => c.Id != campaign.Id
                && (c.Name == campaign.Name || (campaign.ExternalId != null && c.ExternalId == campaign.ExternalId)), ct))
        {
            db.Entry(campaign).CurrentValues.SetValues(db.Entry(campaign).OriginalValues);
            return UndoResult.Kept(name, "Another campaign has its former name or id.");
        }

        db.Raise(EventCatalogue.CampaignUpdated.Happened(clock.GetUtcNow()) with
        {
            CampaignId = campaign.Id.Value,
            Channel = campaign.Channel,
            Status = SnakeCase.Of(campaign.Status.ToString()),
        });
        return UndoResult.Restored;
    }
}
