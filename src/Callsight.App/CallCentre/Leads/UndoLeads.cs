using Callsight.App.CallCentre.Calls;
using Callsight.App.Data;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre.Leads;

/// <summary>Takes back what rows from outside did to leads.</summary>
internal sealed class UndoLeads(AppDb db, TimeProvider clock) : IUndoTarget
{
    public string Table => "leads";

    public async Task<IReadOnlyList<UndoResult>> UndoAsync(IReadOnlyList<RecordedChange> changes, bool onTheWay, CancellationToken ct)
    {
        var ids = changes.Select(c => new Id<Lead>(c.Id)).ToList();
        var known = await db.Set<Lead>().Where(l => ids.Contains(l.Id)).ToDictionaryAsync(l => l.Id.Value, ct);
        HashSet<Id<Lead>> used = [];
        if (onTheWay)
            used = [.. await db.Set<Call>().Where(c => ids.Contains(c.LeadId!.Value)).Select(c => c.LeadId!.Value).ToListAsync(ct)];
        return [.. changes.Select(change => known.TryGetValue(change.Id, out var lead)
            ? Undo(lead, change, onTheWay && (used.Contains(lead.Id) || lead.Version > 1)) : UndoResult.Gone)];
    }

    private UndoResult Undo(Lead lead, RecordedChange change, bool isUsed)
    {
        var name = lead.ExternalId ?? lead.Email ?? lead.Id.ToString();
        var now = clock.GetUtcNow();
        if (change.IsNew)
        {
            if (isUsed)
                return UndoResult.Kept(name, "It is used, or was changed after the import.");
            db.Remove(lead);
            db.Raise(lead.Removal(now));
            return UndoResult.Removed;
        }

        var before = lead.Reached();
        if (KeptValues.PutBack(db.Entry(lead), change.Before!, change.After!) is { } field)
            return UndoResult.Kept(name, $"{field} was changed after the import.");
        foreach (var happened in lead.Corrections(before, now))
            db.Raise(happened);
        return UndoResult.Restored;
    }
}
