using Callsight.App.CallCentre.Teams;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre.Agents;

internal static class SaveAgent
{
    public static void Map(RouteGroupBuilder agents)
    {
        agents.MapPost("/", CreateAsync).WithName("CreateAgent").WithSummary("Create an agent")
            .RequireAuthorization(Permissions.AgentsWrite);
        agents.MapPatch("/{id:guid}", UpdateAsync).WithName("UpdateAgent").WithSummary("Change an agent")
            .RequireAuthorization(Permissions.AgentsWrite);
    }

    public static async Task<CreatedAnswer<AgentView>> CreateAsync(
        AgentRequest request, AppDb db, IMembers members, TimeProvider clock, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(request.Name))
            return Problem.InvalidField("name", "An agent needs a name.");
        if ((await CheckTeamAsync(request.TeamId, db, ct) ?? await CheckMemberAsync(request.UserId, null, members, db, ct)) is { } problem)
            return problem;
        var agent = new Agent
        {
            Id = Id<Agent>.New(),
            Name = request.Name,
            UserId = request.UserId,
            Email = request.Email,
            ExternalId = request.ExternalId,
            TeamId = request.TeamId,
            Skills = [.. request.Skills ?? []],
            CreatedAt = clock.GetUtcNow(),
        };
        db.Add(agent);
        db.Raise(EventCatalogue.AgentCreated.Happened(agent.CreatedAt) with { AgentId = agent.Id.Value, TeamId = agent.TeamId?.Value });
        await db.SaveChangesAsync(ct);
        return CreatedAnswer<AgentView>.At($"/api/v1/agents/{agent.Id}", AgentView.From(agent));
    }

    public static async Task<Answer<AgentView>> UpdateAsync(
        Guid id, AgentRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, AppDb db, IMembers members,
        TimeProvider clock, CancellationToken ct)
    {
        var agent = await db.Set<Agent>().SingleOrDefaultAsync(a => a.Id == new Id<Agent>(id), ct);
        if (agent is null)
            return Problem.NotFound("agent");
        if (ETags.Check(ifMatch, agent.Version) is { } stale)
            return stale;
        if ((await CheckTeamAsync(request.TeamId, db, ct)
                ?? await CheckMemberAsync(request.UserId, agent.Id, members, db, ct)) is { } problem)
            return problem;
        if (request.Name is not null && string.IsNullOrWhiteSpace(request.Name))
            return Problem.InvalidField("name", "An agent needs a name.");
        agent.Name = request.Name ?? agent.Name;
        agent.Email = request.Email ?? agent.Email;
        agent.UserId = request.UserId ?? agent.UserId;
        agent.TeamId = request.TeamId ?? agent.TeamId;
        agent.Skills = request.Skills is null ? agent.Skills : [.. request.Skills];
        db.Raise(EventCatalogue.AgentUpdated.Happened(clock.GetUtcNow()) with { AgentId = agent.Id.Value, TeamId = agent.TeamId?.Value });
        await db.SaveChangesAsync(ct);
        return AgentView.From(agent);
    }

    private static async Task<Problem?> CheckTeamAsync(Id<Team>? team, AppDb db, CancellationToken ct) =>
        team is null || await db.Set<Team>().AnyAsync(t => t.Id == team, ct)
            ? null
            : Problem.InvalidField("team_id", "There is no such team.");

    private static async Task<Problem?> CheckMemberAsync(
        Guid? user, Id<Agent>? agent, IMembers members, AppDb db, CancellationToken ct) =>
        user is not { } known ? null
        : await members.FindAsync(known, ct) is null ? Problem.InvalidField("user_id", "There is no such member.")
        : await db.Set<Agent>().AnyAsync(a => a.UserId == known && a.Id != agent, ct)
            ? Problem.InvalidField("user_id", "Another agent is this member already.")
            : null;
}
