using System.Globalization;
using Callsight.App.CallCentre;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Callsight.App.Ingestion;

/// <summary>That an event came in by an import, so that the same file a second time changes nothing.</summary>
public sealed class ImportedEvent : ITenantOwned
{
    public TenantId TenantId { get; init; }
    public required Guid EventId { get; init; }
}

internal sealed class ImportedEventConfiguration : IEntityTypeConfiguration<ImportedEvent>
{
    public void Configure(EntityTypeBuilder<ImportedEvent> imported)
    {
        imported.ToTable("imported_events");
        imported.HasKey(e => new { e.TenantId, e.EventId });
    }
}

/// <summary>Takes tracked events in from files. They go by the event log, which writes them together with the import's own count.</summary>
/// <remarks>Rows without an event id are known by all they say: two that are the same in everything are one event.</remarks>
internal sealed class TakeEvents(AppDb db, IReferences references, ISuppressions suppressions, TimeProvider clock) : IRowTarget<EventRow>
{
    public async Task<IReadOnlyList<RowResult>> TakeAsync(IReadOnlyList<EventRow> rows, bool dryRun, CancellationToken ct)
    {
        var erased = await suppressions.GetAsync(ct);
        var faults = rows.Select(row => Check(row, erased)).ToList();
        var good = rows.Where((_, i) => faults[i].Count == 0).ToList();
        var agents = await references.FindOrMakeAsync("agent", good.Select(r => r.Agent), ct);
        var leads = await references.FindOrMakeAsync("lead", good.Select(r => r.Lead), ct);
        var campaigns = await references.FindOrMakeAsync("campaign", good.Select(r => r.Campaign), ct);
        var ids = good.Select(IdOf).Distinct().ToList();
        var known = (await db.Set<ImportedEvent>().Where(e => ids.Contains(e.EventId)).Select(e => e.EventId).ToListAsync(ct)).ToHashSet();
        var results = new List<RowResult>(rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            if (faults[i].Count > 0)
                results.Add(RowResult.Rejected(faults[i]));
            else if (!known.Add(IdOf(rows[i])))
                results.Add(RowResult.Of(RowOutcome.Unchanged));
            else
            {
                db.Add(new ImportedEvent { EventId = IdOf(rows[i]) });
                db.Raise(EventOf(rows[i], agents, leads, campaigns));
                results.Add(RowResult.Of(RowOutcome.Imported));
            }
        }

        if (dryRun)
            db.ForgetChanges();
        else
            await db.SaveChangesAsync(ct);
        return results;
    }

    private static CatalogueEvent EventOf(
        EventRow row, IReadOnlyDictionary<string, Guid> agents, IReadOnlyDictionary<string, Guid> leads,
        IReadOnlyDictionary<string, Guid> campaigns) => new()
        {
            Id = IdOf(row),
            Type = row.Type!,
            OccurredAt = row.OccurredAt!.Value.Micro(),
            UserId = row.UserId,
            SessionId = row.SessionId,
            AgentId = row.Agent is null ? null : agents[row.Agent],
            LeadId = row.Lead is null ? null : leads[row.Lead],
            CampaignId = row.Campaign is null ? null : campaigns[row.Campaign],
            Value = (double?)row.Value,
            DurationMilliseconds = row.DurationMilliseconds,
            Amount = row.Amount,
            Properties = row.Properties,
            // The same id may have been recorded over HTTP before; the event still counts once.
            Replaces = true,
        };

    private static Guid IdOf(EventRow row) => row.EventId is { Length: > 0 } own
        ? EventIds.FromText(own)
        : NamedId.Of(string.Join('\u001f', row.Type, row.OccurredAt?.UtcTicks.ToString(CultureInfo.InvariantCulture), row.UserId,
            row.SessionId, row.Agent, row.Lead, row.Campaign, row.Value, row.DurationMilliseconds, row.Amount,
            row.Properties?.ToJsonString()));

    private List<FieldError> Check(EventRow row, SuppressedNames erased)
    {
        var faults = new List<FieldError>();
        if (erased.Has(NameKind.User, row.UserId) || erased.Has(NameKind.LeadExternalId, row.Lead) || erased.HasEmail(row.Lead))
            faults.Add(new FieldError("user_id", SuppressedNames.Refusal.Message));
        if (row.Type is null or { Length: 0 or > TrackedEventReader.MaxTypeLength } || row.Type.Any(char.IsControl))
            faults.Add(new FieldError("type", $"A type is a text of 1 to {TrackedEventReader.MaxTypeLength} printable characters."));
        if (row.OccurredAt is null)
            faults.Add(new FieldError("occurred_at", "When it happened is missing."));
        else if (Moments.Fault("occurred_at", row.OccurredAt, clock.GetUtcNow() + TrackedEventReader.FurthestAhead) is { } fault)
            faults.Add(fault);
        if (row.DurationMilliseconds < 0)
            faults.Add(new FieldError("duration_seconds", "A duration is not negative."));
        RowWords.CheckLength(faults, ("event_id", row.EventId, 200), ("user_id", row.UserId, 200), ("session_id", row.SessionId, 200),
            ("lead", row.Lead, 200), ("agent", row.Agent, 120), ("campaign", row.Campaign, 120));
        return faults;
    }
}
