using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Callsight.App.CallCentre.Agents;
using Callsight.App.CallCentre.Leads;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre.Calls;

/// <summary>What to change of a call; a field left out stays as it is. Its times and durations are what happened and stay.</summary>
public sealed record CallChange(
    Id<Agent>? AgentId, Id<Lead>? LeadId, [property: MaxLength(120)] string? Outcome, bool? Resolved,
    [property: MaxLength(2_000)] string? RecordingUrl, [property: Properties] JsonObject? Properties) : IValidated;

internal static class ChangeCall
{
    public static void Map(RouteGroupBuilder calls)
    {
        calls.MapPatch("/{id:guid}", UpdateAsync).WithName("UpdateCall").WithSummary("Change details of a call")
            .RequireAuthorization(Permissions.CallsWrite);
        calls.MapDelete("/{id:guid}", DeleteAsync).WithName("DeleteCall").WithSummary("Take a call out of the records")
            .WithDescription("Its figures go with it.").RequireAuthorization(Permissions.CallsDelete);
    }

    public static async Task<Answer<CallView>> UpdateAsync(
        Guid id, CallChange request, [FromHeader(Name = "If-Match")] string? ifMatch, AppDb db, TimeProvider clock,
        CancellationToken ct)
    {
        var call = await db.Set<Call>().SingleOrDefaultAsync(c => c.Id == new Id<Call>(id), ct);
        if (call is null)
            return Problem.NotFound("call");
        if (ETags.Check(ifMatch, call.Version) is { } stale)
            return stale;
        var agent = request.AgentId is { } wanted ? await db.Set<Agent>().SingleOrDefaultAsync(a => a.Id == wanted, ct) : null;
        if (agent is null && request.AgentId is not null)
            return Problem.InvalidField("agent_id", "There is no such agent.");
        if (request.LeadId is { } lead && !await db.Set<Lead>().AnyAsync(l => l.Id == lead, ct))
            return Problem.InvalidField("lead_id", "There is no such lead.");
        if (agent is not null)
            call.AssignTo(agent);
        call.LeadId = request.LeadId ?? call.LeadId;
        call.Outcome = request.Outcome ?? call.Outcome;
        call.Resolved = request.Resolved ?? call.Resolved;
        call.RecordingUrl = request.RecordingUrl ?? call.RecordingUrl;
        call.Properties = request.Properties ?? call.Properties;
        db.Raise(call.Event(EventCatalogue.CallUpdated, clock.GetUtcNow()));
        await db.SaveChangesAsync(ct);
        return CallView.From(call);
    }

    public static async Task<DoneAnswer> DeleteAsync(Guid id, AppDb db, TimeProvider clock, CancellationToken ct)
    {
        var call = await db.Set<Call>().SingleOrDefaultAsync(c => c.Id == new Id<Call>(id), ct);
        if (call is null)
            return Problem.NotFound("call");
        db.Remove(call);
        db.Raise(call.Removal(clock.GetUtcNow()));
        await db.SaveChangesAsync(ct);
        return DoneAnswer.Done;
    }
}
