using Callsight.App.Data;
using Callsight.App.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre.Campaigns;

/// <summary>Takes spending in from outside.</summary>
internal sealed class TakeSpend(AppDb db, References references, ITenantSettings settings) : IRowTarget<SpendRow>
{
    public async Task<IReadOnlyList<RowResult>> TakeAsync(IReadOnlyList<SpendRow> rows, bool dryRun, CancellationToken ct)
    {
        var zone = (await settings.GetAsync(ct)).Zone;
        var campaigns = await references.CampaignsAsync(rows.Select(r => r.Campaign), ct);
        var ids = campaigns.Values.ToList();
        var channels = await db.Set<Campaign>().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Channel, ct);
        var days = rows.Select(r => r.Day).OfType<DateOnly>().Distinct().ToList();
        var known = await db.Set<CampaignSpend>().Where(s => ids.Contains(s.CampaignId) && days.Contains(s.Day))
            .ToDictionaryAsync(s => (s.CampaignId, s.Day, s.Note), ct);
        var results = new List<RowResult>(rows.Count);
        foreach (var row in rows)
        {
            var errors = new List<FieldError>();
            if (string.IsNullOrEmpty(row.Campaign))
                errors.Add(new FieldError("campaign", "Whose spending this is, is missing."));
            if (row.Day is null or { Year: < 1970 or > 2199 })
                errors.Add(new FieldError("date", "A day between 1970 and 2199 is needed."));
            if (row.Amount is null or < 0)
                errors.Add(new FieldError("amount", "An amount that is not negative is needed."));
            if (errors.Count > 0)
            {
                results.Add(RowResult.Rejected(errors));
                continue;
            }

            var campaign = campaigns[row.Campaign!];
            var key = (CampaignId: campaign, Day: row.Day!.Value, Note: row.Note ?? "");
            var old = known.GetValueOrDefault(key);
            var before = old?.Amount;
            var (spend, outcome) = RecordSpend.Put(db, zone, old, channels.GetValueOrDefault(campaign),
                campaign, key.Day, Math.Round(row.Amount!.Value, 4), key.Note);
            known[key] = spend;
            results.Add(RowResult.Of(outcome) with
            {
                Changes = outcome is RowOutcome.Updated ? [new FieldChange("amount", before, spend.Amount)] : [],
            });
        }

        if (dryRun)
            db.ForgetChanges();
        else
            await db.SaveChangesAsync(ct);
        return results;
    }
}
