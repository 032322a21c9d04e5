namespace Callsight.Simulator;

/// <summary>An agent's availability as it goes on from day to day: each stretch ends where the next begins.</summary>
internal sealed class AgentLog(SimulatedAgent agent)
{
    private AgentStateFact? open;

    public void Change(Agenda agenda, DateTimeOffset at, string status, string? reason = null)
    {
        if (open?.Status == status)
            return;
        var next = new AgentStateFact
        {
            StateId = SeededIds.Of(agent.Id, Chance.States, at),
            AgentId = agent.Id,
            TeamId = agent.TeamId,
            Status = status,
            Reason = reason,
            StartedAt = at,
        };
        var before = open is null ? null : open with { EndedAt = at };
        agenda.Add(at, EventCatalogue.AgentAvailabilityChanged, new Availability(before, next));
        open = next;
    }

    private sealed record Availability(AgentStateFact? Before, AgentStateFact Next) : ISubject
    {
        public CatalogueEvent EventOf(EventType type, DateTimeOffset at) => new()
        {
            Id = SeededIds.Of(Next.AgentId, Chance.Events, at),
            Type = type.Name,
            OccurredAt = at,
            AgentId = Next.AgentId,
            TeamId = Next.TeamId,
            Status = Next.Status,
            AgentStates = Before is null ? [Next] : [Before, Next],
        };
    }
}
