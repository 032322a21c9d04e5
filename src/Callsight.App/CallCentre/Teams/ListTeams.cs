using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre.Teams;

internal static class ListTeams
{
    public static void Map(RouteGroupBuilder teams)
    {
        teams.MapGet("/", HandleAsync).WithName("ListTeams").WithSummary("List teams")
            .RequireAuthorization(Permissions.AgentsRead);
        teams.MapGet("/{id:guid}", GetAsync).WithName("GetTeam").WithSummary("Get a team")
            .RequireAuthorization(Permissions.AgentsRead);
    }

    public static async Task<Answer<Page<TeamView>>> HandleAsync(
        [AsParameters] PageRequest page, AppDb db, CancellationToken ct)
    {
        if (!page.After().TryGet(out var after, out var problem))
            return problem;
        var teams = db.Set<Team>().AsNoTracking().OrderByDescending(t => t.Id).AsQueryable();
        if (after is { } last)
            teams = teams.Where(t => t.Id < new Id<Team>(last));
        return await teams.ToPageAsync(page, t => t.Id.Value, TeamView.From, ct);
    }

    public static async Task<Answer<TeamView>> GetAsync(Guid id, AppDb db, CancellationToken ct) =>
        await db.Set<Team>().AsNoTracking().SingleOrDefaultAsync(t => t.Id == new Id<Team>(id), ct) is { } team
            ? TeamView.From(team)
            : Problem.NotFound("team");
}
