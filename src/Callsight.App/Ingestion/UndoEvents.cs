using Callsight.App.CallCentre;
using Callsight.App.Data;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.Ingestion;

/// <summary>Takes back events that came in by a file: they count no more, and the same file may bring them again.</summary>
internal sealed class UndoEvents(AppDb db) : IUndoTarget
{
    public string Table => "imported_events";

    public async Task<IReadOnlyList<UndoResult>> UndoAsync(IReadOnlyList<RecordedChange> changes, bool onTheWay, CancellationToken ct)
    {
        var ids = changes.Select(c => c.Id).ToList();
        var known = await db.Set<ImportedEvent>().Where(e => ids.Contains(e.EventId)).ToDictionaryAsync(e => e.EventId, ct);
        db.RemoveRange(known.Values);
        return [.. ids.Select(id => known.ContainsKey(id) ? UndoResult.Removed with { Retracts = id } : UndoResult.Gone)];
    }
}
