namespace Callsight.Simulator;

/// <summary>How far a call brings a lead.</summary>
[Flags]
internal enum LeadMoves
{
    None = 0, Contact = 1, Qualify = 2, Convert = 4, Lose = 8,
}

/// <summary>A call that an agent means to make to a lead on a day, at that time or as soon after as the agent is free.</summary>
internal sealed record PlannedCall(SimulatedLead Lead, DateTimeOffset Due, bool IsAnswered, LeadMoves Moves, ulong Bits)
{
    /// <summary>The agent dials; the lead moves on with the call.</summary>
    public SimulatedCall Make(DateTimeOffset at, Agenda agenda)
    {
        var call = new SimulatedCall
        {
            Id = SeededIds.At(at, Bits),
            Traits = CallTraits.Outgoing(new SeededRandom(Bits, Chance.Calls)),
            StartedAt = at,
            IsOutbound = true,
            Agent = Lead.Agent,
            Lead = Lead,
            CampaignId = Lead.Campaign?.Id,
            Outcome = Outcome(),
        };
        if (IsAnswered)
            call.Answer(Lead.Agent, at + call.Traits.Ring);
        else
            call.EndUnanswered("missed", at + call.Traits.Patience);
        MoveLead(call, agenda);
        return call;
    }

    private void MoveLead(SimulatedCall call, Agenda agenda)
    {
        var after = call.EndedAt.AddSeconds(2);
        if (Moves.HasFlag(LeadMoves.Contact) && call.AnsweredAt is { } answered)
            agenda.Add((Lead.ContactedAt = answered).Value, EventCatalogue.LeadContacted, Lead);
        if (Moves.HasFlag(LeadMoves.Qualify))
            agenda.Add((Lead.QualifiedAt = call.EndedAt).Value, EventCatalogue.LeadQualified, Lead);
        if (Moves.HasFlag(LeadMoves.Convert))
            agenda.Add((Lead.ConvertedAt = after).Value, EventCatalogue.LeadConverted, Lead);
        if (Moves.HasFlag(LeadMoves.Lose))
            agenda.Add((Lead.LostAt = after).Value, EventCatalogue.LeadLost, Lead);
    }

    private string Outcome() => !IsAnswered ? "no_answer" : Moves switch
    {
        _ when Moves.HasFlag(LeadMoves.Convert) => "sold",
        _ when Moves.HasFlag(LeadMoves.Lose) => "not_interested",
        _ when Moves.HasFlag(LeadMoves.Qualify) => "interested",
        _ => "call_again",
    };
}
