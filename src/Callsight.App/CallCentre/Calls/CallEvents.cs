using Callsight.App.Data;

namespace Callsight.App.CallCentre.Calls;

/// <summary>What is told of calls, with the whole picture of each.</summary>
internal static class CallEvents
{
    /// <summary>What has happened to a call so far, and when: its start, its answer, its end, its rating.</summary>
    public static IEnumerable<(EventType Type, DateTimeOffset At)> Milestones(this Call call)
    {
        yield return (EventCatalogue.CallStarted, call.StartedAt);
        if (call.EffectiveAnswer is { } answered)
            yield return (EventCatalogue.CallAnswered, answered);
        if (call.EffectiveEnd is not { } ended || !call.IsFinished)
            yield break;
        yield return (call.Status switch
        {
            CallStatus.Completed => EventCatalogue.CallEnded,
            CallStatus.Missed => EventCatalogue.CallMissed,
            CallStatus.Abandoned => EventCatalogue.CallAbandoned,
            _ => EventCatalogue.CallFailed,
        }, ended);
        if (call.Rating is not null)
            yield return (EventCatalogue.CallRated, ended);
    }

    /// <summary>The event of a milestone; its id belongs to call and milestone, so that a correction takes its place.</summary>
    public static CatalogueEvent Milestone(this Call call, EventType type, DateTimeOffset at, bool replaces) =>
        call.Event(type, at) with { Id = MilestoneIds.Of(call.Id.Value, type), Replaces = replaces };

    /// <summary>Tells of a change: every milestone that is new or moved, and those that never were.</summary>
    /// <param name="call">The call as it now is.</param>
    /// <param name="before">Its milestones before; none for a new call.</param>
    /// <param name="now">When it was changed.</param>
    public static IEnumerable<CatalogueEvent> Corrections(
        this Call call, IReadOnlyDictionary<EventType, DateTimeOffset> before, DateTimeOffset now)
    {
        var after = call.Milestones().ToDictionary(m => m.Type, m => m.At);
        if (before.Count > 0)
            yield return call.Event(EventCatalogue.CallUpdated, now) with
            {
                Retracts = [.. before.Keys.Except(after.Keys).Select(type => MilestoneIds.Of(call.Id.Value, type))],
            };
        foreach (var (type, at) in after.Where(m => !before.TryGetValue(m.Key, out var old) || old != m.Value))
            yield return call.Milestone(type, at, replaces: before.ContainsKey(type));
    }

    /// <summary>Tells that it was taken out, with all that had happened to it.</summary>
    public static CatalogueEvent Removal(this Call call, DateTimeOffset now) => call.Event(EventCatalogue.CallDeleted, now) with
    {
        Retracts = [.. call.Milestones().Select(m => MilestoneIds.Of(call.Id.Value, m.Type))],
    };

    public static CatalogueEvent Event(this Call call, EventType type, DateTimeOffset at) => type.Happened(at) with
    {
        CallId = call.Id.Value,
        AgentId = call.AgentId?.Value,
        TeamId = call.TeamId?.Value,
        QueueId = call.QueueId?.Value,
        LeadId = call.LeadId?.Value,
        CampaignId = call.CampaignId?.Value,
        Channel = "phone",
        Direction = SnakeCase.Of(call.Direction.ToString()),
        Status = SnakeCase.Of(call.Status.ToString()),
        Outcome = call.Outcome,
        Value = type == EventCatalogue.CallRated ? call.Rating : null,
        DurationMilliseconds = type == EventCatalogue.CallEnded ? call.TalkMilliseconds
            : type == EventCatalogue.CallStarted ? null : call.WaitMilliseconds,
        Properties = call.Properties,
        Call = new CallFact
        {
            CallId = call.Id.Value,
            ExternalId = call.ExternalId,
            Direction = SnakeCase.Of(call.Direction.ToString()),
            Status = SnakeCase.Of(call.Status.ToString()),
            QueueId = call.QueueId?.Value,
            AgentId = call.AgentId?.Value,
            TeamId = call.TeamId?.Value,
            LeadId = call.LeadId?.Value,
            CampaignId = call.CampaignId?.Value,
            Outcome = call.Outcome,
            Caller = CallerNumber.Of(call.PhoneNumber),
            StartedAt = call.StartedAt,
            AnsweredAt = call.EffectiveAnswer,
            EndedAt = call.EffectiveEnd,
            WaitMilliseconds = call.WaitMilliseconds,
            TalkMilliseconds = call.TalkMilliseconds,
            HoldMilliseconds = call.HoldMilliseconds,
            WrapUpMilliseconds = call.WrapUpMilliseconds,
            IsAnswered = call.IsAnswered,
            IsTransferred = call.TransferredTo is not null,
            IsResolved = call.Resolved,
            Rating = call.Rating,
            ServiceLevelMilliseconds = call.ServiceLevelSeconds * 1_000L,
            Properties = call.Properties,
            IsRemoved = type == EventCatalogue.CallDeleted,
        },
    };
}
