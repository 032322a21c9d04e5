namespace Callsight.Simulator;

/// <summary>Time away from the phone that a shift has room for.</summary>
internal readonly record struct Pause(DateTimeOffset From, TimeSpan Length, string Status, string? Reason);

/// <summary>One agent's working day: the shift, its pauses and the calls to make.</summary>
internal sealed class AgentDay(SimulatedAgent agent, AgentLog log, DateTimeOffset from, DateTimeOffset until)
{
    public SimulatedAgent Agent { get; } = agent;
    public AgentLog Log { get; } = log;
    public DateTimeOffset From { get; } = from;
    public DateTimeOffset Until { get; } = until;
    public Queue<Pause> Pauses { get; } = new();

    /// <summary>In the order they are due.</summary>
    public Queue<PlannedCall> PlannedCalls { get; } = new();

    public static AgentDay Create(
        SimulatedAgent agent, AgentLog log, Shift shift, LocalDay day, IEnumerable<PlannedCall> calls, ulong seed)
    {
        var random = new SeededRandom(seed, Chance.Shifts, day.Date.DayNumber, agent.Index);
        // Nobody comes on the second; the early ones come before the lines open.
        var (from, until) = (shift.FromHour + random.Between(-0.1, 0.1), shift.UntilHour + random.Between(0, 0.1));
        var today = new AgentDay(agent, log, day.At(from), day.At(until));
        Add(1.6, random.SecondsBetween(500, 1_000), "on_break", "short break");
        Add(3.6, random.SecondsBetween(1_650, 2_100), "on_break", "lunch");
        if (day.Date.DayOfWeek is DayOfWeek.Tuesday or DayOfWeek.Thursday)
            Add(5.2, random.SecondsBetween(1_200, 2_400), "in_meeting", "team meeting");
        if (random.Happens(0.08))
            Add(5.9, random.SecondsBetween(300, 2_400), "away", null);
        Add(6.6, random.SecondsBetween(400, 900), "on_break", "short break");
        foreach (var call in calls.Where(c => c.Lead.Agent == agent).OrderBy(c => c.Due))
            today.PlannedCalls.Enqueue(call);
        return today;

        // Colleagues of a shift rest one after the other.
        void Add(double hours, TimeSpan length, string status, string? reason)
        {
            var turn = 0.6 * ((agent.PlaceInQueue / 3 % 3) - 1);
            var at = day.At(shift.FromHour + hours + turn + random.Between(-0.2, 0.2));
            today.Pauses.Enqueue(new Pause(at, length, status, reason));
        }
    }
}
