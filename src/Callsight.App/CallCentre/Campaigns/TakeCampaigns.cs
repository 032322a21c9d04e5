using Callsight.App.Data;
using Callsight.App.Http;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre.Campaigns;

/// <summary>Takes campaigns in from outside, by external id, or by name where they have none.</summary>
internal sealed class TakeCampaigns(AppDb db, TimeProvider clock) : IRowTarget<CampaignRow>
{
    public async Task<IReadOnlyList<RowResult>> TakeAsync(IReadOnlyList<CampaignRow> rows, bool dryRun, CancellationToken ct)
    {
        var keys = rows.SelectMany(r => new[] { r.ExternalId, r.Name }).OfType<string>().Distinct().ToList();
        var known = await db.Set<Campaign>().Where(c => keys.Contains(c.ExternalId!) || keys.Contains(c.Name)).ToListAsync(ct);
        var results = new List<RowResult>(rows.Count);
        foreach (var row in rows)
        {
            var (faults, status) = Check(row);
            var campaign = row.ExternalId is null
                ? known.Find(c => c.Name == row.Name?.Trim())
                : known.Find(c => c.ExternalId == row.ExternalId) ?? known.Find(c => IsNamedOnly(c) && c.Name == row.Name?.Trim());
            if (campaign is null && string.IsNullOrWhiteSpace(row.Name))
                faults.Add(new FieldError("name", "A campaign needs a name."));
            if (row.Name is { } name && known.Exists(c => c != campaign && c.Name == name.Trim()))
                faults.Add(new FieldError("name", "Another campaign has this name."));
            if (faults.Count > 0)
            {
                results.Add(RowResult.Rejected(faults));
                continue;
            }

            var isNew = campaign is null;
            if (campaign is null)
            {
                var now = clock.GetUtcNow();
                campaign = new Campaign { Id = Id<Campaign>.New(), Name = row.Name!, ExternalId = row.ExternalId, CreatedAt = now };
                known.Add(campaign);
                db.Add(campaign);
            }

            var (before, picture) = (campaign.Status, new EntityPicture(db.Entry(campaign)));
            Apply(row, status, campaign);
            var changes = isNew ? [] : picture.Changes();
            if (!isNew && changes.Count == 0)
            {
                results.Add(RowResult.Of(RowOutcome.Unchanged));
                continue;
            }

            Raise(campaign, isNew ? EventCatalogue.CampaignCreated
                : campaign.Status != before ? EventCatalogue.CampaignStatusChanged : EventCatalogue.CampaignUpdated);
            results.Add(RowResult.Of(isNew ? RowOutcome.Imported : RowOutcome.Updated) with { Changes = changes });
        }

        if (dryRun)
            db.ForgetChanges();
        else
            await db.SaveChangesAsync(ct);
        return results;
    }

    /// <summary>Nobody has said its real id yet: it was made by hand, or because another file named it.</summary>
    private static bool IsNamedOnly(Campaign campaign) => campaign.ExternalId is null || campaign.ExternalId == campaign.Name;

    private void Raise(Campaign campaign, EventType type) => db.Raise(type.Happened(clock.GetUtcNow()) with
    {
        CampaignId = campaign.Id.Value,
        Channel = campaign.Channel,
        Status = SnakeCase.Of(campaign.Status.ToString()),
    });

    private static void Apply(CampaignRow row, CampaignStatus? status, Campaign campaign)
    {
        campaign.ExternalId = row.ExternalId ?? campaign.ExternalId;
        campaign.Name = row.Name ?? campaign.Name;
        campaign.Channel = row.Channel ?? campaign.Channel;
        campaign.Status = status ?? campaign.Status;
        campaign.Budget = row.Budget ?? campaign.Budget;
        campaign.StartsAt = row.StartsAt?.Micro() ?? campaign.StartsAt;
        campaign.EndsAt = row.EndsAt?.Micro() ?? campaign.EndsAt;
    }

    private static (List<FieldError> Faults, CampaignStatus? Status) Check(CampaignRow row)
    {
        var faults = new List<FieldError>();
        var status = RowWords.Read<CampaignStatus>(row.Status, "status", faults);
        if (row.Budget < 0)
            faults.Add(new FieldError("budget", "A budget is not negative."));
        if (row.EndsAt < row.StartsAt)
            faults.Add(new FieldError("ends_at", "The campaign ends before it starts."));
        RowWords.CheckLength(faults, ("external_id", row.ExternalId, 200), ("name", row.Name, 120), ("channel", row.Channel, 60));
        return (faults, status);
    }
}
