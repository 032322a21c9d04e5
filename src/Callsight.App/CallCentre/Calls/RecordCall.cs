using Callsight.App.CallCentre.Agents;
using Callsight.App.CallCentre.Campaigns;
using Callsight.App.CallCentre.Leads;
using Callsight.App.CallCentre.Queues;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre.Calls;

internal static class RecordCall
{
    public static void Map(RouteGroupBuilder calls)
    {
        calls.MapPost("/", HandleAsync).WithName("RecordCall").WithSummary("Begin a call, or record a finished one whole")
            .RequireAuthorization(Permissions.CallsWrite);
        calls.MapGet("/", ListAsync).WithName("ListCalls").WithSummary("List calls").RequireAuthorization(Permissions.CallsRead);
        calls.MapGet("/{id:guid}", GetAsync).WithName("GetCall").WithSummary("Get a call").RequireAuthorization(Permissions.CallsRead);
    }

    public static async Task<CreatedAnswer<CallView>> HandleAsync(CallRequest request, AppDb db, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var status = request.Status
            ?? (request.EndedAt is not null || request.TalkSeconds is not null ? CallStatus.Completed : CallStatus.Queued);
        var start = (request.StartedAt ?? now).Micro();
        if (request.EndedAt < start || request.AnsweredAt < start)
            return Problem.InvalidField(request.EndedAt < start ? "ended_at" : "answered_at", "This lies before the call's start.");
        if (start > now.AddMinutes(5))
            return Problem.InvalidField("started_at", "This lies in the future.");
        if (await CheckAsync(request, db, ct) is { } problem)
            return problem;
        var queue = request.QueueId is { } q ? await db.Set<Queue>().SingleAsync(x => x.Id == q, ct) : null;
        var call = new Call
        {
            Id = Id<Call>.New(),
            ExternalId = request.ExternalId,
            Direction = request.Direction ?? CallDirection.Inbound,
            Status = status,
            QueueId = request.QueueId,
            AgentId = request.AgentId,
            LeadId = request.LeadId,
            CampaignId = request.CampaignId,
            PhoneNumber = request.PhoneNumber,
            StartedAt = start,
            AnsweredAt = request.AnsweredAt?.Micro(),
            EndedAt = request.EndedAt?.Micro(),
            WaitMilliseconds = Milliseconds(request.WaitSeconds) ?? (long?)(request.AnsweredAt - start)?.TotalMilliseconds,
            TalkMilliseconds = Milliseconds(request.TalkSeconds),
            HoldMilliseconds = Milliseconds(request.HoldSeconds),
            WrapUpMilliseconds = Milliseconds(request.WrapUpSeconds),
            ServiceLevelSeconds = queue?.ServiceLevelSeconds ?? Queue.DefaultServiceLevelSeconds,
            Outcome = request.Outcome,
            Resolved = request.Resolved,
            Rating = request.Rating,
            TransferredTo = request.TransferredTo,
            RecordingUrl = request.RecordingUrl,
            Properties = request.Properties,
        };
        if (call is { TalkMilliseconds: null, IsAnswered: true, EndedAt: { } end, AnsweredAt: { } answered })
            call.TalkMilliseconds = Math.Max(0, (long)(end - answered).TotalMilliseconds - (call.HoldMilliseconds ?? 0));
        db.Add(call);
        foreach (var (type, at) in call.Milestones())
            db.Raise(call.Milestone(type, at, replaces: false));
        await db.SaveChangesAsync(ct);
        return CreatedAnswer<CallView>.At($"/api/v1/calls/{call.Id}", CallView.From(call));
    }

    public static async Task<Answer<Page<CallView>>> ListAsync(
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

    public static async Task<Answer<CallView>> GetAsync(Guid id, AppDb db, CancellationToken ct) =>
        await db.Set<Call>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == new Id<Call>(id), ct) is { } call
            ? CallView.From(call)
            : Problem.NotFound("call");

    internal static long? Milliseconds(double? seconds) => seconds is { } value ? (long)Math.Round(value * 1_000) : null;

    private static async Task<Problem?> CheckAsync(CallRequest request, AppDb db, CancellationToken ct)
    {
        if (request.AgentId is { } agent && !await db.Set<Agent>().AnyAsync(a => a.Id == agent, ct))
            return Problem.InvalidField("agent_id", "There is no such agent.");
        if (request.QueueId is { } queue && !await db.Set<Queue>().AnyAsync(q => q.Id == queue, ct))
            return Problem.InvalidField("queue_id", "There is no such queue.");
        if (request.LeadId is { } lead && !await db.Set<Lead>().AnyAsync(l => l.Id == lead, ct))
            return Problem.InvalidField("lead_id", "There is no such lead.");
        return request.CampaignId is { } campaign && !await db.Set<Campaign>().AnyAsync(c => c.Id == campaign, ct)
            ? Problem.InvalidField("campaign_id", "There is no such campaign.")
            : null;
    }
}
