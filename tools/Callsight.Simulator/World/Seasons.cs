namespace Callsight.Simulator;

/// <summary>When people call, write and browse: over the day, the week, the year and the years.</summary>
internal sealed class Seasons(SimulationPlan plan)
{
    private const double GrowthPerYear = 0.08;

    private static readonly double[] Weekdays = [0.25, 1.45, 1.30, 1.21, 1.18, 1.13, 0.48]; // Sunday first
    private static readonly double[] Months = [1.06, 1.00, 1.02, 0.98, 0.97, 0.96, 0.91, 0.90, 1.02, 1.04, 1.08, 1.06];
    private static readonly double[] WorkdayHours =
        [0, 0, 0, 0, 0, 0, 0.02, 0.06, 0.55, 0.95, 1.28, 1.20, 0.82, 0.88, 1.15, 1.18, 1.00, 0.75, 0.48, 0.34, 0.05, 0.03, 0.02, 0];
    private static readonly double[] WeekendHours =
        [0, 0, 0, 0, 0, 0, 0, 0.03, 0.08, 0.9, 1.2, 1.2, 0.9, 0.8, 0.9, 1.0, 0.8, 0.08, 0.05, 0.04, 0.02, 0.02, 0, 0];
    private static readonly double[] LeisureHours =
        [0, 0, 0, 0, 0, 0, 0.2, 0.4, 0.7, 0.9, 1.0, 1.0, 1.1, 0.9, 0.9, 1.0, 1.0, 1.1, 1.2, 1.4, 1.5, 1.2, 0.6, 0];

    /// <summary>How a day compares with the average one.</summary>
    public double Of(DateOnly day)
    {
        var years = (day.DayNumber - plan.FirstDay.DayNumber - (plan.Days / 2.0)) / 365;
        var noise = new SeededRandom(plan.Seed, Chance.Calls, day.DayNumber, -1).Between(0.92, 1.08);
        return Weekdays[(int)day.DayOfWeek] * Months[day.Month - 1] * (1 + (GrowthPerYear * years)) * noise;
    }

    /// <summary>How the web is used on a day: the week matters less there.</summary>
    public double OfTheWeb(DateOnly day) => 0.62 + (0.38 * Of(day));

    /// <summary>Times of calls of a day on which so many are expected, in order.</summary>
    public static List<DateTimeOffset> CallTimes(LocalDay day, double expected, SeededRandom random) =>
        Times(day, expected, day.IsWeekend ? WeekendHours : WorkdayHours, random);

    /// <summary>Times at which people sit at a screen, in order.</summary>
    public static List<DateTimeOffset> WebTimes(LocalDay day, double expected, SeededRandom random) =>
        Times(day, expected, LeisureHours, random);

    private static List<DateTimeOffset> Times(LocalDay day, double expected, double[] hours, SeededRandom random)
    {
        var (times, sum) = (new List<DateTimeOffset>((int)expected + 16), hours.Sum());
        for (var hour = 0; hour < hours.Length; hour++)
            for (var count = random.Count(expected * hours[hour] / sum); count > 0; count--)
                times.Add(day.At(hour + random.Unit()));
        times.Sort();
        return times;
    }
}
