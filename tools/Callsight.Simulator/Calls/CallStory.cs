namespace Callsight.Simulator;

/// <summary>Tells a call as the product does: an event for each step, with the whole picture of that moment.</summary>
internal sealed class CallStory(SimulatedCall call) : ISubject
{
    public static void Enter(Agenda agenda, SimulatedCall call)
    {
        var story = new CallStory(call);
        agenda.Add(call.StartedAt, EventCatalogue.CallStarted, story);
        if (call.AnsweredAt is not { } answered)
        {
            agenda.Add(call.EndedAt, call.FinalStatus switch
            {
                "missed" => EventCatalogue.CallMissed,
                "abandoned" => EventCatalogue.CallAbandoned,
                _ => EventCatalogue.CallFailed,
            }, story);
            return;
        }

        agenda.Add(answered, EventCatalogue.CallAnswered, story);
        Add(call.HeldAt, EventCatalogue.CallHeld);
        Add(call.ResumedAt, EventCatalogue.CallResumed);
        Add(call.TransferredAt, EventCatalogue.CallTransferred);
        agenda.Add(call.EndedAt, EventCatalogue.CallEnded, story);
        Add(call.WrappedUpAt, EventCatalogue.CallWrappedUp);
        Add(call.RatedAt, EventCatalogue.CallRated);

        void Add(DateTimeOffset? at, EventType type)
        {
            if (at is { } instant)
                agenda.Add(instant, type, story);
        }
    }

    public CatalogueEvent EventOf(EventType type, DateTimeOffset at)
    {
        var fact = FactAt(at);
        return new CatalogueEvent
        {
            Id = IsMilestone(type) ? MilestoneIds.Of(call.Id, type) : SeededIds.Of(call.Id, Chance.Events, at),
            Type = type.Name,
            OccurredAt = at,
            CallId = call.Id,
            AgentId = fact.AgentId,
            TeamId = fact.TeamId,
            QueueId = fact.QueueId,
            LeadId = fact.LeadId,
            CampaignId = fact.CampaignId,
            Channel = "phone",
            Direction = fact.Direction,
            Status = fact.Status,
            Outcome = fact.Outcome,
            Value = type == EventCatalogue.CallRated ? call.Rating : null,
            DurationMilliseconds = type == EventCatalogue.CallEnded ? fact.TalkMilliseconds
                : type == EventCatalogue.CallStarted ? null : fact.WaitMilliseconds,
            Properties = call.Properties,
            Call = fact,
        };
    }

    /// <summary>What happens once to a call; the rest may happen again.</summary>
    private static bool IsMilestone(EventType type) => type != EventCatalogue.CallHeld && type != EventCatalogue.CallResumed
        && type != EventCatalogue.CallTransferred && type != EventCatalogue.CallWrappedUp;

    private CallFact FactAt(DateTimeOffset at)
    {
        var isAnswered = call.AnsweredAt <= at;
        var isEnded = call.EndedAt <= at;
        var hold = call.ResumedAt <= at ? Milliseconds(call.ResumedAt - call.HeldAt) : null;
        return new CallFact
        {
            CallId = call.Id,
            Caller = call.IsOutbound ? null : CallerOf(call),
            Direction = call.IsOutbound ? "outbound" : "inbound",
            Status = isEnded ? call.FinalStatus! : isAnswered ? "in_progress" : call.IsOutbound ? "ringing" : "queued",
            QueueId = call.Queue?.Id,
            AgentId = isAnswered || call.IsOutbound ? call.Agent?.Id : null,
            TeamId = isAnswered || call.IsOutbound ? call.Agent?.TeamId : null,
            LeadId = call.Lead?.Id,
            CampaignId = call.CampaignId,
            Outcome = isEnded ? call.Outcome : null,
            StartedAt = call.StartedAt,
            AnsweredAt = isAnswered ? call.AnsweredAt : null,
            EndedAt = isEnded ? call.EndedAt : null,
            WaitMilliseconds = isAnswered ? Milliseconds(call.AnsweredAt - call.StartedAt)
                : isEnded ? Milliseconds(call.EndedAt - call.StartedAt) : null,
            TalkMilliseconds = isAnswered && isEnded ? Milliseconds(call.EndedAt - call.AnsweredAt) - (hold ?? 0) : null,
            HoldMilliseconds = hold,
            WrapUpMilliseconds = call.WrappedUpAt <= at ? Milliseconds(call.WrappedUpAt - call.EndedAt) : null,
            IsAnswered = isAnswered,
            IsTransferred = call.TransferredAt <= at,
            IsResolved = isEnded ? call.IsResolved : null,
            Rating = call.RatedAt <= at ? call.Rating : null,
            ServiceLevelMilliseconds = (call.Queue?.ServiceLevelSeconds ?? 20) * 1_000L,
            Properties = call.Properties,
        };
    }

    /// <summary>Most call once; every sixth or so belongs to somebody who rings the same queue several times within some hours.</summary>
    private static string CallerOf(SimulatedCall call)
    {
        var bytes = call.Id.ToByteArray();
        var draw = BitConverter.ToUInt32(bytes, 12);
        var number = draw % 6 != 0
            ? draw / 6
            : (uint)((call.StartedAt.ToUnixTimeSeconds() / 21_600 * 10) + (call.Queue?.Id.ToByteArray()[15] ?? 0));
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"49{number % 1_000_000_000:d9}");
    }

    private static long? Milliseconds(TimeSpan? length) => (long?)length?.TotalMilliseconds;
}
