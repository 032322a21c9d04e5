using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Callsight.App.CallCentre.Agents;

internal static class ListAgents
{
    public static void Map(RouteGroupBuilder agents)
    {
        agents.MapGet("/", HandleAsync).WithName("ListAgents").WithSummary("List agents")
            .RequireAuthorization(Permissions.AgentsRead);
        agents.MapGet("/available", AvailableAsync).WithName("ListAvailableAgents").WithSummary("Agents who can take work now")
            .RequireAuthorization(Permissions.AgentsRead);
        agents.MapGet("/{id:guid}", GetAsync).WithName("GetAgent").WithSummary("Get an agent")
            .RequireAuthorization(Permissions.AgentsRead);
    }

    public static Task<Answer<Page<AgentView>>> HandleAsync(
        [AsParameters] PageRequest page, [FromQuery(Name = "team_id")] Guid? teamId, AppDb db, CancellationToken ct) =>
        Lists.PageAsync(
            db.Set<Agent>().Where(a => teamId == null || a.TeamId == new Id<Teams.Team>(teamId.Value)), page, a => a.Id,
            AgentView.From, ct);

    public static Task<Answer<Page<AgentView>>> AvailableAsync([AsParameters] PageRequest page, AppDb db, CancellationToken ct) =>
        Lists.PageAsync(
            db.Set<Agent>().Where(a => a.Availability == Availability.Available), page, a => a.Id, AgentView.From, ct);

    public static Task<Answer<AgentView>> GetAsync(Guid id, AppDb db, CancellationToken ct) =>
        Lists.GetAsync(db.Set<Agent>().Where(a => a.Id == new Id<Agent>(id)), "agent", AgentView.From, ct);
}
