using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre.Agents;

internal static class RemoveAgent
{
    public static void Map(RouteGroupBuilder agents) => agents
        .MapDelete("/{id:guid}", HandleAsync).WithName("RemoveAgent").WithSummary("Take an agent out")
        .WithDescription("Past figures keep the agent; the present stretch of availability ends.")
        .RequireAuthorization(Permissions.AgentsWrite);

    public static async Task<DoneAnswer> HandleAsync(Guid id, AppDb db, TimeProvider clock, CancellationToken ct)
    {
        var agent = await db.Set<Agent>().SingleOrDefaultAsync(a => a.Id == new Id<Agent>(id), ct);
        if (agent is null)
            return Problem.NotFound("agent");
        var now = clock.GetUtcNow().Micro();
        (agent.RemovedAt, agent.Availability) = (now, Availability.Offline);
        var open = await db.Set<AgentState>().Where(s => s.AgentId == agent.Id && s.EndedAt == null).ToListAsync(ct);
        open.ForEach(state => state.EndedAt = now);
        db.Raise(EventCatalogue.AgentDeleted.Happened(now) with
        {
            AgentId = agent.Id.Value,
            TeamId = agent.TeamId?.Value,
            AgentStates = [.. open.Select(s => s.ToFact())],
        });
        await db.SaveChangesAsync(ct);
        return DoneAnswer.Done;
    }
}
