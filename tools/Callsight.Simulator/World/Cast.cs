namespace Callsight.Simulator;

/// <summary>A group of agents.</summary>
public sealed record SimulatedTeam(Guid Id, string Name, Guid QueueId);

/// <summary>A line that callers wait in, and the waiting time it promises.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What it is called.</param>
/// <param name="ExternalId">What other systems call it.</param>
/// <param name="ServiceLevelSeconds">The waiting time it promises.</param>
public sealed record SimulatedQueue(Guid Id, string Name, string ExternalId, int ServiceLevelSeconds)
{
    internal double Share { get; init; }

    /// <summary>Its part of all work; the calls that sales makes count too.</summary>
    internal double Work { get; init; }
    internal double TalkSeconds { get; init; }
    internal IReadOnlyList<string> Topics { get; init; } = [];
}

/// <summary>Somebody who takes calls.</summary>
/// <param name="Id">Their id.</param>
/// <param name="Name">Their name, unique in the call centre.</param>
/// <param name="Email">At example.com.</param>
/// <param name="ExternalId">What other systems call them.</param>
/// <param name="TeamId">Their team.</param>
/// <param name="QueueId">The queue they serve.</param>
/// <param name="Skill">1 is average; a higher one means shorter calls, better ratings and more conversions.</param>
public sealed record SimulatedAgent(
    Guid Id, string Name, string Email, string ExternalId, Guid TeamId, Guid QueueId, double Skill)
{
    internal int Index { get; init; }
    internal int PlaceInQueue { get; init; }
    internal int QueueSize { get; init; }
}

/// <summary>An effort to win leads.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What it is called.</param>
/// <param name="ExternalId">What other systems call it.</param>
/// <param name="Channel">Where it runs: <c>search</c>, <c>social</c>, <c>email</c> and the like; also the source of its leads.</param>
/// <param name="Budget">What it may cost over its life, or over the plan where it has no end.</param>
/// <param name="StartsAt">A local midnight.</param>
/// <param name="EndsAt">A local midnight; null while it has no end in sight.</param>
public sealed record SimulatedCampaign(
    Guid Id, string Name, string ExternalId, string Channel, decimal Budget, DateTimeOffset StartsAt, DateTimeOffset? EndsAt)
{
    internal int Index { get; init; }
    internal double Share { get; init; }
    internal double CostPerLead { get; init; }
    internal double Quality { get; init; }
    internal double LeadValue { get; init; }

    /// <summary>Whether it runs at an instant.</summary>
    public bool IsRunning(DateTimeOffset at) => at >= StartsAt && !(at >= EndsAt);
}

/// <summary>Who somebody outside is: a lead or a caller.</summary>
public sealed record SimulatedPerson(string FirstName, string LastName, string Email, string Phone, string Company);
