namespace Callsight.Simulator;

/// <summary>From when to when somebody works on a day, in hours of the clock on the wall.</summary>
internal readonly record struct Shift(double FromHour, double UntilHour);

/// <summary>Who works when: three shifts that rotate by the week, a small crew at weekends, and the odd day off sick.</summary>
internal sealed class Roster(ulong seed)
{
    public const double OpensWorkdays = 8, ClosesWorkdays = 20, OpensWeekends = 9, ClosesWeekends = 17;

    private const double AbsentShare = 0.09;
    private static readonly Shift Early = new(7.75, 16.25), Middle = new(9.25, 17.75), Late = new(11.75, 20.25);
    private static readonly Shift[] FewPeople = [Early, Middle, Late];
    private static readonly Shift[] ManyPeople = [Early, Middle, Late, Early, Middle];
    private static readonly Shift Weekend = new(8.75, 17.25);

    /// <summary>Whether calls are taken at that hour.</summary>
    public static bool IsOpen(LocalDay day, DateTimeOffset at) => day.IsWeekend
        ? at >= day.At(OpensWeekends) && at < day.At(ClosesWeekends)
        : at >= day.At(OpensWorkdays) && at < day.At(ClosesWorkdays);

    /// <summary>The agent's shift of a day; null on a day off.</summary>
    public Shift? ShiftOf(SimulatedAgent agent, DateOnly day)
    {
        // Weeks from Monday; day 1 of the calendar was a Monday.
        var week = day.DayNumber / 7;
        var turn = agent.PlaceInQueue + week;
        if (day.DayOfWeek is DayOfWeek.Saturday)
            return turn % Math.Min(3, agent.QueueSize) == 0 ? Weekend : null;
        if (day.DayOfWeek is DayOfWeek.Sunday)
            return turn % Math.Min(5, agent.QueueSize) == 1 % agent.QueueSize ? Weekend : null;
        var shifts = agent.QueueSize < ManyPeople.Length ? FewPeople : ManyPeople;
        var isAbsent = new SeededRandom(seed, Chance.Absence, day.DayNumber, agent.Index).Happens(AbsentShare);
        return isAbsent ? null : shifts[turn % shifts.Length];
    }

    /// <summary>The agent's first working day from a day on; null if there is none within two weeks.</summary>
    public DateOnly? NextDay(SimulatedAgent agent, DateOnly from)
    {
        for (var day = from; day < from.AddDays(14); day = day.AddDays(1))
            if (ShiftOf(agent, day) is not null)
                return day;
        return null;
    }
}
