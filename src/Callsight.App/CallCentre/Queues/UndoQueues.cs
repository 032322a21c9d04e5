using Callsight.App.CallCentre.Calls;
using Callsight.App.Data;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre.Queues;

/// <summary>Takes out queues that rows from outside named, unless anything else uses them.</summary>
internal sealed class UndoQueues(AppDb db, TimeProvider clock) : IUndoTarget
{
    public string Table => "queues";

    public async Task<IReadOnlyList<UndoResult>> UndoAsync(IReadOnlyList<RecordedChange> changes, bool onTheWay, CancellationToken ct)
    {
        var ids = changes.Select(c => new Id<Queue>(c.Id)).ToList();
        var known = await db.Set<Queue>().Where(q => ids.Contains(q.Id)).ToDictionaryAsync(q => q.Id.Value, ct);
        var used = (await db.Set<Call>().Where(c => ids.Contains(c.QueueId!.Value)).Select(c => c.QueueId!.Value).Distinct()
            .ToListAsync(ct)).ToHashSet();
        return [.. changes.Select(change => !known.TryGetValue(change.Id, out var queue) ? UndoResult.Gone
            : used.Contains(queue.Id) || queue.Version > 1
                ? UndoResult.Kept(queue.Name, "It is used, or was changed after the import.")
                : Remove(queue))];
    }

    private UndoResult Remove(Queue queue)
    {
        queue.RemovedAt = clock.GetUtcNow();
        db.Raise(EventCatalogue.QueueDeleted.Happened(queue.RemovedAt.Value) with { QueueId = queue.Id.Value });
        return UndoResult.Removed;
    }
}
