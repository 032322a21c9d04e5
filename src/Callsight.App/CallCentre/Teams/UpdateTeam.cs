using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre.Teams;

internal static class UpdateTeam
{
    public static void Map(RouteGroupBuilder teams) => teams
        .MapPatch("/{id:guid}", HandleAsync)
        .WithName("UpdateTeam")
        .WithSummary("Change a team")
        .RequireAuthorization(Permissions.AgentsWrite);

    public static async Task<Answer<TeamView>> HandleAsync(
        Guid id, TeamRequest request, [FromHeader(Name = "If-Match")] string? ifMatch,
        AppDb db, TimeProvider clock, CancellationToken ct)
    {
        var team = await db.Set<Team>().SingleOrDefaultAsync(t => t.Id == new Id<Team>(id), ct);
        if (team is null)
            return Problem.NotFound("team");
        if (ETags.Check(ifMatch, team.Version) is { } stale)
            return stale;
        if (request.Name is not null && string.IsNullOrWhiteSpace(request.Name))
            return Problem.InvalidField("name", "A team needs a name.");

        team.Name = request.Name ?? team.Name;
        team.Description = request.Description ?? team.Description;
        db.Raise(new CatalogueEvent
        {
            Id = Guid.CreateVersion7(),
            Type = EventCatalogue.TeamUpdated.Name,
            OccurredAt = clock.GetUtcNow(),
            TeamId = team.Id.Value,
        });
        await db.SaveChangesAsync(ct);
        return TeamView.From(team);
    }
}
