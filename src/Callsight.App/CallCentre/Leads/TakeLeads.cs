using System.Text.Json.Nodes;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Privacy;
using Callsight.App.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre.Leads;

/// <summary>Takes leads in from outside. Two files may tell of the same lead: the second adds to the first.</summary>
internal sealed class TakeLeads(AppDb db, References references, ITenantSettings settings, ISuppressions suppressions, TimeProvider clock)
    : IRowTarget<LeadRow>
{
    public async Task<IReadOnlyList<RowResult>> TakeAsync(IReadOnlyList<LeadRow> rows, bool dryRun, CancellationToken ct)
    {
        var erased = await suppressions.GetAsync(ct);
        var checks = rows.Select(row => Check(row, erased)).ToList();
        var externalIds = rows.Select(r => r.ExternalId).OfType<string>().Distinct().ToList();
        var known = await db.Set<Lead>().Where(l => externalIds.Contains(l.ExternalId!)).ToDictionaryAsync(l => l.ExternalId!, ct);
        var good = rows.Where((_, i) => checks[i].Errors.Count == 0).ToList();
        var agents = await references.AgentsAsync(good.Select(r => r.Agent), ct);
        var campaigns = await references.CampaignsAsync(good.Select(r => r.Campaign), ct);
        var tenant = await settings.GetAsync(ct);
        var results = new List<RowResult>(rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            var (errors, status) = checks[i];
            if (errors.Count > 0)
            {
                results.Add(RowResult.Rejected(errors));
                continue;
            }

            var row = rows[i];
            var lead = row.ExternalId is null ? null : known.GetValueOrDefault(row.ExternalId);
            var isNew = lead is null;
            if (lead is null)
            {
                lead = new Lead { Id = Id<Lead>.New(), ExternalId = row.ExternalId, CreatedAt = Earliest(row) };
                db.Add(lead);
                if (row.ExternalId is not null)
                    known[row.ExternalId] = lead;
            }

            var picture = isNew ? null : new EntityPicture(db.Entry(lead));
            var before = isNew ? [] : lead.Reached();
            Apply(row, status, lead, row.Agent is null ? null : agents[row.Agent], row.Campaign is null ? null : campaigns[row.Campaign]);
            if (before.GetValueOrDefault(LeadStatus.Contacted) != lead.ContactedAt.GetValueOrDefault())
                lead.MeasureResponse(tenant);
            var changes = picture?.Changes() ?? [];
            if (!isNew && changes.Count == 0)
            {
                results.Add(RowResult.Of(RowOutcome.Unchanged, Warnings(lead)));
                continue;
            }

            foreach (var happened in lead.Corrections(before, clock.GetUtcNow()))
                db.Raise(happened);
            results.Add(RowResult.Of(isNew ? RowOutcome.Imported : RowOutcome.Updated, Warnings(lead)) with { Changes = changes });
        }

        if (dryRun)
            db.ForgetChanges();
        else
            await db.SaveChangesAsync(ct);
        return results;
    }

    private DateTimeOffset Earliest(LeadRow row) =>
        new[] { row.CreatedAt, row.ContactedAt, row.QualifiedAt, row.ConvertedAt, row.LostAt }.Min()?.Micro() ?? clock.GetUtcNow().Micro();

    private void Apply(LeadRow row, LeadStatus? status, Lead lead, Agents.Agent? agent, Id<Campaigns.Campaign>? campaign)
    {
        lead.FirstName = row.FirstName ?? lead.FirstName;
        lead.LastName = row.LastName ?? lead.LastName;
        lead.Email = row.Email ?? lead.Email;
        lead.Phone = row.Phone ?? lead.Phone;
        lead.Company = row.Company ?? lead.Company;
        lead.Source = row.Source ?? lead.Source;
        lead.Stage = row.Stage ?? lead.Stage;
        lead.Priority = row.Priority ?? lead.Priority;
        if (agent is not null)
            lead.AssignTo(agent);
        lead.CampaignId = campaign ?? lead.CampaignId;
        lead.Value = row.Value ?? lead.Value;
        lead.Tags = row.Tags is null || row.Tags.SequenceEqual(lead.Tags) ? lead.Tags : [.. row.Tags];
        lead.Properties = Merge(lead.Properties, row.Properties);
        lead.CreatedAt = row.CreatedAt?.Micro() ?? lead.CreatedAt;
        lead.ContactedAt = row.ContactedAt?.Micro() ?? lead.ContactedAt;
        lead.QualifiedAt = row.QualifiedAt?.Micro() ?? lead.QualifiedAt;
        if (status is { } moved && moved != lead.Status)
            lead.MoveTo(moved, TimeOf(row, moved));
        else if (row.ConvertedAt is { } converted && lead.Status is LeadStatus.Converted)
            lead.ConvertedAt = converted.Micro();
        else if (row.LostAt is { } lost && lead.Status is LeadStatus.Lost)
            lead.LostAt = lost.Micro();
    }

    private DateTimeOffset TimeOf(LeadRow row, LeadStatus status) => (status switch
    {
        LeadStatus.Contacted => row.ContactedAt,
        LeadStatus.Qualified => row.QualifiedAt,
        LeadStatus.Converted => row.ConvertedAt,
        LeadStatus.Lost => row.LostAt,
        _ => row.CreatedAt,
    })?.Micro() ?? Earliest(row);

    private static JsonObject? Merge(JsonObject? old, JsonObject? added)
    {
        if (added is null || added.All(p => old is not null && old.ContainsKey(p.Key) && JsonNode.DeepEquals(old[p.Key], p.Value)))
            return old;
        var merged = old?.DeepClone().AsObject() ?? [];
        foreach (var (name, value) in added)
            merged[name] = value?.DeepClone();
        return merged;
    }

    private static (IReadOnlyList<FieldError> Errors, LeadStatus? Status) Check(LeadRow row, SuppressedNames erased)
    {
        var errors = new List<FieldError>();
        if (erased.HasEmail(row.Email) || erased.HasPhone(row.Phone) || erased.Has(NameKind.LeadExternalId, row.ExternalId))
            errors.Add(new FieldError("external_id", SuppressedNames.Refusal.Message));
        LeadStatus? status = row.ConvertedAt is not null ? LeadStatus.Converted : row.LostAt is not null ? LeadStatus.Lost : null;
        status = RowWords.Read<LeadStatus>(row.Status, "status", errors) ?? status;
        if (row.Value is < 0)
            errors.Add(new FieldError("value", "A value is not negative."));
        RowWords.CheckLength(errors, ("external_id", row.ExternalId, 200), ("first_name", row.FirstName, 120),
            ("last_name", row.LastName, 120), ("email", row.Email, 256), ("phone", row.Phone, 60), ("company", row.Company, 200),
            ("source", row.Source, 120), ("stage", row.Stage, 120), ("priority", row.Priority, 60), ("agent", row.Agent, 120),
            ("campaign", row.Campaign, 120));
        foreach (var (name, at) in new[]
                 {
                     ("created_at", row.CreatedAt), ("contacted_at", row.ContactedAt), ("qualified_at", row.QualifiedAt),
                     ("converted_at", row.ConvertedAt), ("lost_at", row.LostAt),
                 })
            if (at is { Year: < 1970 or > 2199 })
                errors.Add(new FieldError(name, "This lies before 1970 or after 2199."));
        return (errors, status);
    }

    private static FieldError[] Warnings(Lead lead) => lead.ConvertedAt < lead.CreatedAt
        ? [new FieldError("converted_at", "The conversion is dated before the lead. It was kept.")]
        : [];
}
