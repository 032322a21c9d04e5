using Callsight.App.CallCentre.Agents;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre.Calls;

/// <summary>The steps of a live call: answer, hold, resume, transfer, end, wrap-up, rate. Times are measured by our clock.</summary>
internal static class AdvanceCall
{
    private static readonly CallStep NothingGiven = new(null, null, null, null, null, null, null);

    private delegate Problem? Step(Call call, CallStep given, DateTimeOffset now, List<CatalogueEvent> events);

    public static void Map(RouteGroupBuilder calls)
    {
        Add("answer", "AnswerCall", "An agent takes the call", Answer);
        Add("hold", "HoldCall", "The caller is put on hold", Hold);
        Add("resume", "ResumeCall", "The agent comes back to the caller", Resume);
        Add("transfer", "TransferCall", "The call is passed on", Transfer);
        Add("end", "EndCall", "The call is over", End);
        Add("wrap-up", "WrapUpCall", "The work after the call is done", WrapUp);
        Add("rate", "RateCall", "The caller says how good it was", Rate);

        void Add(string path, string name, string summary, Step step) => calls
            .MapPost($"/{{id:guid}}/{path}", (Guid id, CallStep? given, AppDb db, TimeProvider clock, CancellationToken ct) =>
                HandleAsync(id, given ?? NothingGiven, step, db, clock, ct))
            .WithName(name).WithSummary(summary).RequireAuthorization(Permissions.CallsWrite);
    }

    private static async Task<Answer<CallView>> HandleAsync(
        Guid id, CallStep given, Step step, AppDb db, TimeProvider clock, CancellationToken ct)
    {
        var call = await db.Set<Call>().SingleOrDefaultAsync(c => c.Id == new Id<Call>(id), ct);
        if (call is null)
            return Problem.NotFound("call");
        var agent = given.AgentId is { } wanted ? await db.Set<Agent>().SingleOrDefaultAsync(a => a.Id == wanted, ct) : null;
        if (agent is null && given.AgentId is not null)
            return Problem.InvalidField("agent_id", "There is no such agent.");
        // Only taking a call makes it an agent's; the other steps name the agent for the record of who did it.
        if (agent is not null && (call.AgentId is null || step == Answer))
            call.AssignTo(agent);
        var events = new List<CatalogueEvent>();
        if (step(call, given, clock.GetUtcNow().Micro(), events) is { } problem)
            return problem;
        events.ForEach(db.Raise);
        await db.SaveChangesAsync(ct);
        return CallView.From(call);
    }

    private static Problem? Answer(Call call, CallStep given, DateTimeOffset now, List<CatalogueEvent> events)
    {
        if (call.Status is not (CallStatus.Queued or CallStatus.Ringing))
            return Wrong("call.not_waiting", "Only a waiting call can be answered.");
        (call.Status, call.AnsweredAt) = (CallStatus.InProgress, now);
        call.WaitMilliseconds = (long)(now - call.StartedAt).TotalMilliseconds;
        events.Add(call.Milestone(EventCatalogue.CallAnswered, now, replaces: false));
        return null;
    }

    private static Problem? Hold(Call call, CallStep given, DateTimeOffset now, List<CatalogueEvent> events)
    {
        if (call.Status is not CallStatus.InProgress || call.HeldSince is not null)
            return Wrong("call.not_in_progress", "Only a call that is being talked on can be put on hold.");
        call.HeldSince = now;
        events.Add(call.Event(EventCatalogue.CallHeld, now));
        return null;
    }

    private static Problem? Resume(Call call, CallStep given, DateTimeOffset now, List<CatalogueEvent> events)
    {
        if (call.HeldSince is null)
            return Wrong("call.not_on_hold", "The call is not on hold.");
        EndHold(call, now);
        events.Add(call.Event(EventCatalogue.CallResumed, now));
        return null;
    }

    private static Problem? Transfer(Call call, CallStep given, DateTimeOffset now, List<CatalogueEvent> events)
    {
        if (call.Status is not CallStatus.InProgress)
            return Wrong("call.not_in_progress", "Only a call in progress can be passed on.");
        if (string.IsNullOrWhiteSpace(given.TransferredTo))
            return Problem.InvalidField("transferred_to", "Say to whom the call is passed.");
        call.TransferredTo = given.TransferredTo;
        events.Add(call.Event(EventCatalogue.CallTransferred, now));
        return null;
    }

    private static Problem? End(Call call, CallStep given, DateTimeOffset now, List<CatalogueEvent> events)
    {
        if (call.IsFinished)
            return Wrong("call.already_ended", "The call has ended already.");
        EndHold(call, now);
        var wasAnswered = call.Status is CallStatus.InProgress;
        if (!wasAnswered && given.Status is CallStatus.Completed)
            return Wrong("call.not_answered", "Nobody answered the call, so it cannot be completed.");
        call.AnsweredAt ??= call.EffectiveAnswer;
        call.Status = wasAnswered ? CallStatus.Completed
            : given.Status is CallStatus.Missed or CallStatus.Failed or CallStatus.Abandoned ? given.Status.Value
            : call.Direction is CallDirection.Inbound ? CallStatus.Abandoned : CallStatus.Missed;
        call.EndedAt = now;
        if (wasAnswered)
            call.TalkMilliseconds = Math.Max(
                0, (long)(now - call.AnsweredAt!.Value).TotalMilliseconds - (call.HoldMilliseconds ?? 0));
        else
            call.WaitMilliseconds = (long)(now - call.StartedAt).TotalMilliseconds;
        (call.Outcome, call.Resolved) = (given.Outcome ?? call.Outcome, given.Resolved ?? call.Resolved);
        var (type, at) = call.Milestones().Last(m => m.Type != EventCatalogue.CallRated);
        events.Add(call.Milestone(type, at, replaces: false));
        return null;
    }

    private static Problem? WrapUp(Call call, CallStep given, DateTimeOffset now, List<CatalogueEvent> events)
    {
        if (call.Status is not CallStatus.Completed)
            return Wrong("call.not_ended", "Only an answered call that is over can be wrapped up.");
        call.WrapUpMilliseconds = RecordCall.Milliseconds(given.WrapUpSeconds) ?? (long)(now - call.EffectiveEnd!.Value).TotalMilliseconds;
        (call.Outcome, call.Resolved) = (given.Outcome ?? call.Outcome, given.Resolved ?? call.Resolved);
        events.Add(call.Event(EventCatalogue.CallWrappedUp, now));
        return null;
    }

    private static Problem? Rate(Call call, CallStep given, DateTimeOffset now, List<CatalogueEvent> events)
    {
        if (!call.IsAnswered)
            return Wrong("call.not_answered", "Only an answered call can be rated.");
        if (given.Rating is null)
            return Problem.InvalidField("rating", "A rating is 1 to 5.");
        var again = call.Rating is not null;
        call.Rating = given.Rating;
        events.Add(call.Milestone(EventCatalogue.CallRated, now, replaces: again));
        return null;
    }

    private static void EndHold(Call call, DateTimeOffset now)
    {
        if (call.HeldSince is { } since)
            call.HoldMilliseconds = (call.HoldMilliseconds ?? 0) + (long)(now - since).TotalMilliseconds;
        call.HeldSince = null;
    }

    private static Problem Wrong(string code, string message) => new(code, message, ProblemKind.Conflict);
}
