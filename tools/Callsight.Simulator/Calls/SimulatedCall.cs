using System.Text.Json.Nodes;

namespace Callsight.Simulator;

/// <summary>A call with all that becomes of it.</summary>
internal sealed class SimulatedCall
{
    public required Guid Id { get; init; }
    public required CallTraits Traits { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public bool IsOutbound { get; init; }
    public SimulatedQueue? Queue { get; init; }
    public SimulatedLead? Lead { get; init; }
    public Guid? CampaignId { get; init; }
    public JsonObject? Properties { get; init; }
    public SimulatedAgent? Agent { get; set; }

    /// <summary>Null while the caller waits.</summary>
    public string? FinalStatus { get; private set; }
    public DateTimeOffset? AnsweredAt { get; private set; }
    public DateTimeOffset? HeldAt { get; private set; }
    public DateTimeOffset? ResumedAt { get; private set; }
    public DateTimeOffset? TransferredAt { get; private set; }
    public DateTimeOffset EndedAt { get; private set; }
    public DateTimeOffset? WrappedUpAt { get; private set; }
    public DateTimeOffset? RatedAt { get; private set; }
    public int? Rating { get; private set; }
    public bool? IsResolved { get; private set; }
    public string? Outcome { get; set; }

    public bool IsWaiting => FinalStatus is null;

    /// <summary>Nobody talked: the caller gave up, or nobody was there, or the line failed.</summary>
    public void EndUnanswered(string status, DateTimeOffset at) => (FinalStatus, EndedAt) = (status, at);

    /// <summary>An agent takes the call; from here on everything follows.</summary>
    public void Answer(SimulatedAgent agent, DateTimeOffset at)
    {
        (FinalStatus, Agent, AnsweredAt) = ("completed", agent, at);
        var talk = Whole(Traits.Talk / agent.Skill);
        if (Traits.Hold > TimeSpan.Zero)
        {
            HeldAt = at + Whole(talk * Traits.HoldAfter);
            ResumedAt = HeldAt + Traits.Hold;
        }

        EndedAt = at + talk + Traits.Hold;
        TransferredAt = Traits.IsTransferred ? EndedAt.AddSeconds(-2) : null;
        WrappedUpAt = EndedAt + Whole(Traits.WrapUp / agent.Skill);
        if (IsOutbound)
            return;
        var isResolved = Traits.Difficulty < (0.84 * Math.Sqrt(agent.Skill)) - (Traits.IsTransferred ? 0.3 : 0);
        IsResolved = isResolved;
        Outcome = isResolved ? "resolved" : Traits.IsTransferred ? "escalated" : "callback_agreed";
        if (Traits.Mood is not { } mood)
            return;
        var impatience = Math.Min(1.6, (at - StartedAt).TotalSeconds / 90);
        var pleasure = 4.15 + (2.6 * (agent.Skill - 1)) + (isResolved ? 0.3 : -1.3) - impatience + (0.75 * mood);
        Rating = Math.Clamp((int)Math.Round(pleasure), 1, 5);
        RatedAt = EndedAt + Traits.RatesAfter;
    }

    private static TimeSpan Whole(TimeSpan length) => TimeSpan.FromMilliseconds((long)length.TotalMilliseconds);
}
