using Callsight.App.CallCentre.Agents;
using Callsight.App.CallCentre.Leads;
using Callsight.App.CallCentre.Queues;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Callsight.App.CallCentre.Calls;

internal static class ListCalls
{
    public static void Map(RouteGroupBuilder calls)
    {
        calls.MapGet("/", HandleAsync).WithName("ListCalls").WithSummary("List calls").RequireAuthorization(Permissions.CallsRead);
        calls.MapGet("/{id:guid}", GetAsync).WithName("GetCall").WithSummary("Get a call").RequireAuthorization(Permissions.CallsRead);
    }

    public static async Task<Answer<Page<CallView>>> HandleAsync(
        [AsParameters] PageRequest page, CallStatus? status, CallDirection? direction,
        [FromQuery(Name = "agent_id")] Guid? agentId, [FromQuery(Name = "queue_id")] Guid? queueId,
        [FromQuery(Name = "lead_id")] Guid? leadId, [FromQuery(Name = "external_id")] string? externalId,
        string? filter, ListFilter filters, AppDb db, CancellationToken ct)
    {
        if (!(await filters.ReadAsync(filter, CallFields.All, ct)).TryGet(out var matching, out var problem))
            return problem;
        var calls = db.Set<Call>().Where(matching);
        if (status is not null)
            calls = calls.Where(c => c.Status == status);
        if (direction is not null)
            calls = calls.Where(c => c.Direction == direction);
        if (agentId is { } agent)
            calls = calls.Where(c => c.AgentId == new Id<Agent>(agent));
        if (queueId is { } queue)
            calls = calls.Where(c => c.QueueId == new Id<Queue>(queue));
        if (leadId is { } lead)
            calls = calls.Where(c => c.LeadId == new Id<Lead>(lead));
        if (externalId is not null)
            calls = calls.Where(c => c.ExternalId == externalId);
        return await Lists.PageAsync(calls, page, c => c.Id, CallView.From, ct);
    }

    public static Task<Answer<CallView>> GetAsync(Guid id, AppDb db, CancellationToken ct) =>
        Lists.GetAsync(db.Set<Call>().Where(c => c.Id == new Id<Call>(id)), "call", CallView.From, ct);
}
