namespace Callsight.Core;

/// <summary>Steps of the calendar that stop at its first and last day instead of failing.</summary>
internal static class Calendar
{
    public static DateTime Shift(DateTime time, TimeSpan by)
    {
        if (by > TimeSpan.Zero)
            return DateTime.MaxValue - time < by ? DateTime.MaxValue : time + by;
        return time - DateTime.MinValue < -by ? DateTime.MinValue : time + by;
    }

    public static DateTimeOffset ToInstant(DateTime utc) => new(DateTime.SpecifyKind(utc, DateTimeKind.Utc));

    public static DateTimeOffset WithOffset(DateTimeOffset instant, TimeSpan offset)
    {
        var utc = instant.UtcDateTime;
        return Shift(utc, offset) - utc == offset ? instant.ToOffset(offset) : instant.ToUniversalTime();
    }

    /// <summary>The first day of the interval a day lies in.</summary>
    public static DateOnly StartOf(Interval interval, DateOnly day) => interval switch
    {
        Interval.Week => DateOnly.FromDayNumber(day.DayNumber - (((int)day.DayOfWeek + 6) % 7)),
        Interval.Month => new DateOnly(day.Year, day.Month, 1),
        Interval.Quarter => new DateOnly(day.Year, (((day.Month - 1) / 3) * 3) + 1, 1),
        Interval.Year => new DateOnly(day.Year, 1, 1),
        _ => day,
    };

    /// <summary>The day so many intervals on, or the last (first) day there is.</summary>
    public static DateOnly Add(Interval interval, DateOnly day, int count)
    {
        try
        {
            return interval switch
            {
                Interval.Day => day.AddDays(count),
                Interval.Week => day.AddDays(count * 7),
                Interval.Month => day.AddMonths(count),
                Interval.Quarter => day.AddMonths(count * 3),
                Interval.Year => day.AddYears(count),
                _ => throw new ArgumentOutOfRangeException(nameof(interval), interval, "Not a whole number of days."),
            };
        }
        catch (ArgumentOutOfRangeException) when (interval is >= Interval.Day and <= Interval.Year)
        {
            return count < 0 ? DateOnly.MinValue : DateOnly.MaxValue;
        }
    }
}
