namespace Callsight.Simulator;

/// <summary>What call centre to simulate: how large, how long, from which seed.</summary>
/// <remarks>The same plan gives the same events, byte for byte, on every machine.</remarks>
public sealed record SimulationPlan
{
    // Measured on the default plan; a call's share includes the changes of availability around it.
    private const double EventsPerCall = 6.3;
    private const double EventsPerLead = 17;
    private const double EventsPerWebSession = 3.0;

    /// <summary>Two plans that differ only here are two different histories of the same call centre.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Where the history ends, usually now. It may end in the middle of a day and of calls.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>How long the history is.</summary>
    public int Months { get; init; } = 12;

    /// <summary>The zone in which the agents' days begin and the callers wake up.</summary>
    public required TenantZone Zone { get; init; }

    /// <summary>How many people take calls.</summary>
    public int Agents { get; init; } = 18;

    /// <summary>Incoming calls on an average day of the week; a Monday has more, a Sunday far fewer.</summary>
    public double CallsPerDay { get; init; } = 320;

    /// <summary>New leads on an average day. Each is called about twice.</summary>
    public double LeadsPerDay { get; init; } = 24;

    /// <summary>Visits to the web site on an average day that do not leave a lead behind.</summary>
    public double WebSessionsPerDay { get; init; } = 120;

    /// <summary>The first instant: a local midnight.</summary>
    public DateTimeOffset Start => Zone.StartOfDay(FirstDay);

    internal DateOnly FirstDay => Zone.ToLocalDay(End).AddMonths(-Months);

    internal int Days => Zone.ToLocalDay(End).DayNumber - FirstDay.DayNumber;

    /// <summary>A plan of about that many events: calls, leads, visits and agents grow together.</summary>
    /// <remarks>Within about a tenth.</remarks>
    public static SimulationPlan ForEvents(
        long events, DateTimeOffset end, TenantZone zone, int months = 12, ulong seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(events);
        var plan = new SimulationPlan { Seed = seed, End = end, Zone = zone, Months = months };
        var perDay = (plan.CallsPerDay * EventsPerCall) + (plan.LeadsPerDay * EventsPerLead)
            + (plan.WebSessionsPerDay * EventsPerWebSession);
        var factor = events / (perDay * Math.Max(1, plan.Days));
        // Large groups wait for each other less, so they need fewer heads for the same service.
        var agents = plan.Agents * ((0.4 * factor) + (0.6 * Math.Sqrt(factor)));
        return plan with
        {
            Agents = Math.Max(3, (int)Math.Round(agents)),
            CallsPerDay = plan.CallsPerDay * factor,
            LeadsPerDay = plan.LeadsPerDay * factor,
            WebSessionsPerDay = plan.WebSessionsPerDay * factor,
        };
    }
}
