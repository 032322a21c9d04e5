using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre.Teams;

internal static class DeleteTeam
{
    public static void Map(RouteGroupBuilder teams) => teams
        .MapDelete("/{id:guid}", HandleAsync)
        .WithName("DeleteTeam")
        .WithSummary("Take a team out")
        .WithDescription("Its agents stay, without a team. Past figures keep the team.")
        .RequireAuthorization(Permissions.AgentsWrite);

    public static async Task<DoneAnswer> HandleAsync(Guid id, AppDb db, TimeProvider clock, CancellationToken ct)
    {
        var team = await db.Set<Team>().SingleOrDefaultAsync(t => t.Id == new Id<Team>(id), ct);
        if (team is null)
            return Problem.NotFound("team");
        team.RemovedAt = clock.GetUtcNow();
        foreach (var agent in await db.Set<Agents.Agent>().Where(a => a.TeamId == team.Id).ToListAsync(ct))
            agent.TeamId = null;
        db.Raise(new CatalogueEvent
        {
            Id = Guid.CreateVersion7(),
            Type = EventCatalogue.TeamDeleted.Name,
            OccurredAt = clock.GetUtcNow(),
            TeamId = team.Id.Value,
        });
        await db.SaveChangesAsync(ct);
        return DoneAnswer.Done;
    }
}
