using System.ComponentModel.DataAnnotations;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre.Agents;

public sealed record AvailabilityRequest(
    [property: Required] Availability? Status, [property: MaxLength(200)] string? Reason) : IValidated;

internal static class ChangeAvailability
{
    public static void Map(RouteGroupBuilder agents) => agents
        .MapPatch("/{id:guid}/availability", HandleAsync).WithName("ChangeAvailability")
        .WithSummary("Say whether an agent can take work")
        .WithDescription("Ends the present stretch and begins the next. The same status again changes nothing.")
        .RequireAuthorization(Permissions.AvailabilityWrite);

    public static async Task<Answer<AgentView>> HandleAsync(
        Guid id, AvailabilityRequest request, AppDb db, TimeProvider clock, CancellationToken ct)
    {
        var agent = await db.Set<Agent>().SingleOrDefaultAsync(a => a.Id == new Id<Agent>(id), ct);
        if (agent is null)
            return Problem.NotFound("agent");
        var status = request.Status!.Value;
        if (agent.Availability == status)
            return AgentView.From(agent);

        var now = clock.GetUtcNow().Micro();
        var changed = new List<AgentState>();
        if (await db.Set<AgentState>().SingleOrDefaultAsync(s => s.AgentId == agent.Id && s.EndedAt == null, ct) is { } open)
        {
            open.EndedAt = now;
            changed.Add(open);
        }

        var next = new AgentState
        {
            Id = Id<AgentState>.New(),
            AgentId = agent.Id,
            TeamId = agent.TeamId,
            Status = status,
            Reason = request.Reason,
            StartedAt = now,
        };
        changed.Add(next);
        db.Add(next);
        agent.Availability = status;
        db.Raise(EventCatalogue.AgentAvailabilityChanged.Happened(now) with
        {
            AgentId = agent.Id.Value,
            TeamId = agent.TeamId?.Value,
            Status = SnakeCase.Of(status.ToString()),
            AgentStates = [.. changed.Select(s => s.ToFact())],
        });
        await db.SaveChangesAsync(ct);
        return AgentView.From(agent);
    }
}
