using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre.Agents;

/// <summary>One stretch of availability as the API shows it; without an end it goes on.</summary>
public sealed record AgentStateView(
    Id<AgentState> Id, Availability Status, string? Reason, DateTimeOffset StartedAt, DateTimeOffset? EndedAt)
{
    internal static AgentStateView From(AgentState s) => new(s.Id, s.Status, s.Reason, s.StartedAt, s.EndedAt);
}

internal static class ShowAvailability
{
    public static void Map(RouteGroupBuilder agents) => agents
        .MapGet("/{id:guid}/availability", HandleAsync).WithName("ShowAvailability")
        .WithSummary("How an agent's availability changed, newest first").RequireAuthorization(Permissions.AgentsRead);

    public static async Task<Answer<Page<AgentStateView>>> HandleAsync(
        Guid id, [AsParameters] PageRequest page, AppDb db, CancellationToken ct) =>
        await db.Set<Agent>().AnyAsync(a => a.Id == new Id<Agent>(id), ct)
            ? await Lists.PageAsync(
                db.Set<AgentState>().Where(s => s.AgentId == new Id<Agent>(id)), page, s => s.Id, AgentStateView.From, ct)
            : Problem.NotFound("agent");
}
