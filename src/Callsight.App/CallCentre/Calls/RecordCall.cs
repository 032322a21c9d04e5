using Callsight.App.CallCentre.Agents;
using Callsight.App.CallCentre.Campaigns;
using Callsight.App.CallCentre.Leads;
using Callsight.App.CallCentre.Queues;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre.Calls;

internal static class RecordCall
{
    public static void Map(RouteGroupBuilder calls) => calls
        .MapPost("/", HandleAsync).WithName("RecordCall").WithSummary("Begin a call, or record a finished one whole")
        .WithDescription("Without a status it begins now, unless ended_at or talk_seconds say that it is over.")
        .RequireAuthorization(Permissions.CallsWrite);

    public static async Task<CreatedAnswer<CallView>> HandleAsync(
        CallRequest request, AppDb db, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var start = (request.StartedAt ?? now).Micro();
        if (Faults(request, start, now) is { Count: > 0 } faults)
            return Problem.InvalidFields(faults);
        if (!(await PartiesAsync(request, db, ct)).TryGet(out var parties, out var problem))
            return problem;
        var status = request.Status
            ?? (request.EndedAt is not null || request.TalkSeconds is not null ? CallStatus.Completed : CallStatus.Queued);
        var call = new Call
        {
            Id = Id<Call>.New(),
            ExternalId = request.ExternalId,
            Direction = request.Direction ?? CallDirection.Inbound,
            Status = status,
            QueueId = request.QueueId,
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
            ServiceLevelSeconds = parties.Queue?.ServiceLevelSeconds ?? Queue.DefaultServiceLevelSeconds,
            Outcome = request.Outcome,
            Resolved = request.Resolved,
            Rating = request.Rating,
            TransferredTo = request.TransferredTo,
            RecordingUrl = request.RecordingUrl,
            Properties = request.Properties,
        };
        if (parties.Agent is not null)
            call.AssignTo(parties.Agent);
        if (call is { TalkMilliseconds: null, IsAnswered: true, EndedAt: { } end, AnsweredAt: { } answered })
            call.TalkMilliseconds = Math.Max(0, (long)(end - answered).TotalMilliseconds - (call.HoldMilliseconds ?? 0));
        db.Add(call);
        foreach (var (type, at) in call.Milestones())
            db.Raise(call.Milestone(type, at, replaces: false));
        await db.SaveChangesAsync(ct);
        return CreatedAnswer<CallView>.At($"/api/v1/calls/{call.Id}", CallView.From(call));
    }

    internal static long? Milliseconds(double? seconds) => seconds is { } value ? (long)Math.Round(value * 1_000) : null;

    private static List<FieldError> Faults(CallRequest request, DateTimeOffset start, DateTimeOffset now)
    {
        var faults = new[]
        {
            Moments.Fault("started_at", request.StartedAt, now), Moments.Fault("answered_at", request.AnsweredAt, now),
            Moments.Fault("ended_at", request.EndedAt, now),
        }.OfType<FieldError>().ToList();
        if (request.AnsweredAt < start)
            faults.Add(new FieldError("answered_at", "This lies before the call's start."));
        if (request.EndedAt < start || request.EndedAt < request.AnsweredAt)
            faults.Add(new FieldError("ended_at", "This lies before the call's start or answer."));
        if (request.Rating is not null && request.Status is CallStatus.Missed or CallStatus.Abandoned or CallStatus.Failed)
            faults.Add(new FieldError("rating", "Only an answered call can be rated."));
        return faults;
    }

    private static async Task<Result<(Agent? Agent, Queue? Queue)>> PartiesAsync(CallRequest request, AppDb db, CancellationToken ct)
    {
        var agent = request.AgentId is { } a ? await db.Set<Agent>().SingleOrDefaultAsync(x => x.Id == a, ct) : null;
        var queue = request.QueueId is { } q ? await db.Set<Queue>().SingleOrDefaultAsync(x => x.Id == q, ct) : null;
        var faults = new List<FieldError>();
        if (agent is null && request.AgentId is not null)
            faults.Add(new FieldError("agent_id", "There is no such agent."));
        if (queue is null && request.QueueId is not null)
            faults.Add(new FieldError("queue_id", "There is no such queue."));
        if (request.LeadId is { } lead && !await db.Set<Lead>().AnyAsync(l => l.Id == lead, ct))
            faults.Add(new FieldError("lead_id", "There is no such lead."));
        if (request.CampaignId is { } campaign && !await db.Set<Campaign>().AnyAsync(c => c.Id == campaign, ct))
            faults.Add(new FieldError("campaign_id", "There is no such campaign."));
        return faults.Count > 0 ? Problem.InvalidFields(faults) : (agent, queue);
    }
}
