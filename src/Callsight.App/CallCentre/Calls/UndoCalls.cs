using Callsight.App.Data;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre.Calls;

/// <summary>Takes back what rows from outside did to calls.</summary>
internal sealed class UndoCalls(AppDb db, TimeProvider clock) : IUndoTarget
{
    public string Table => "calls";

    public async Task<IReadOnlyList<UndoResult>> UndoAsync(IReadOnlyList<RecordedChange> changes, bool onTheWay, CancellationToken ct)
    {
        var ids = changes.Select(c => new Id<Call>(c.Id)).ToList();
        var known = await db.Set<Call>().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id.Value, ct);
        return [.. changes.Select(change => known.TryGetValue(change.Id, out var call) ? Undo(call, change) : UndoResult.Gone)];
    }

    private UndoResult Undo(Call call, RecordedChange change)
    {
        var now = clock.GetUtcNow();
        if (change.IsNew)
        {
            db.Remove(call);
            db.Raise(call.Removal(now));
            return UndoResult.Removed;
        }

        var before = call.Milestones().ToDictionary(m => m.Type, m => m.At);
        if (KeptValues.PutBack(db.Entry(call), change.Before!, change.After!) is { } field)
            return UndoResult.Kept(call.ExternalId ?? call.Id.ToString(), $"{field} was changed after the import.");
        foreach (var happened in call.Corrections(before, now))
            db.Raise(happened);
        return UndoResult.Restored;
    }
}
