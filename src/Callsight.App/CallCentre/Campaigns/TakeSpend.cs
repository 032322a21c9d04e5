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
            var (_, outcome) = await RecordSpend.PutAsync(db, zone, campaign, channels.GetValueOrDefault(campaign),
                row.Day!.Value, Math.Round(row.Amount!.Value, 4), row.Note ?? "", ct);
            results.Add(RowResult.Of(outcome));
        }

        if (dryRun)
            db.ForgetChanges();
        else
            await db.SaveChangesAsync(ct);
        return results;
    }
}
