using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;

namespace Callsight.App.CallCentre.Teams;

internal static class CreateTeam
{
    public static void Map(RouteGroupBuilder teams) => teams
        .MapPost("/", HandleAsync)
        .WithName("CreateTeam")
        .WithSummary("Create a team")
        .RequireAuthorization(Permissions.AgentsWrite);

    public static async Task<CreatedAnswer<TeamView>> HandleAsync(
        TeamRequest request, AppDb db, TimeProvider clock, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(request.Name))
            return Problem.InvalidField("name", "A team needs a name.");
        var now = clock.GetUtcNow();
        var team = new Team { Id = Id<Team>.New(), Name = request.Name, Description = request.Description, CreatedAt = now };
        db.Add(team);
        db.Raise(new CatalogueEvent
        {
            Id = Guid.CreateVersion7(),
            Type = EventCatalogue.TeamCreated.Name,
            OccurredAt = now,
            TeamId = team.Id.Value,
        });
        await db.SaveChangesAsync(ct);
        return CreatedAnswer<TeamView>.At($"/api/v1/teams/{team.Id}", TeamView.From(team));
    }
}
