using Callsight.App.CallCentre.Calls;
using Callsight.App.CallCentre.Leads;
using Callsight.App.Data;
using Callsight.App.Http;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre.Agents;

/// <summary>Takes out agents that rows from outside named, unless anything else uses them.</summary>
internal sealed class UndoAgents(AppDb db, TimeProvider clock) : IUndoTarget
{
    public string Table => "agents";

    public async Task<IReadOnlyList<UndoResult>> UndoAsync(IReadOnlyList<RecordedChange> changes, bool onTheWay, CancellationToken ct)
    {
        var ids = changes.Select(c => new Id<Agent>(c.Id)).ToList();
        var known = await db.Set<Agent>().Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id.Value, ct);
        var used = (await db.Set<Call>().Where(c => ids.Contains(c.AgentId!.Value)).Select(c => c.AgentId!.Value)
            .Union(db.Set<Lead>().Where(l => ids.Contains(l.AssignedAgentId!.Value)).Select(l => l.AssignedAgentId!.Value))
            .Union(db.Set<AgentState>().Where(s => ids.Contains(s.AgentId)).Select(s => s.AgentId))
            .ToListAsync(ct)).ToHashSet();
        return [.. changes.Select(change => !known.TryGetValue(change.Id, out var agent) ? UndoResult.Gone
            : used.Contains(agent.Id) || agent.Version > 1
                ? UndoResult.Kept(agent.Name, "It is used, or was changed after the import.")
                : Remove(agent))];
    }

    private UndoResult Remove(Agent agent)
    {
        agent.RemovedAt = clock.GetUtcNow().Micro();
        db.Raise(EventCatalogue.AgentDeleted.Happened(agent.RemovedAt.Value) with { AgentId = agent.Id.Value });
        return UndoResult.Removed;
    }
}
