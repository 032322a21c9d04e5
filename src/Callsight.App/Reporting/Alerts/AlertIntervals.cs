namespace Callsight.App.Reporting.Alerts;

/// <summary>How long an interval is, in the tenant's zone.</summary>
public enum AlertInterval
{
    Hour, Day, Week, Month,
}

/// <summary>The last intervals that are over at a moment, oldest first, and when the one that is running ends.</summary>
/// <param name="Closed">Whole intervals; those around a change of the clocks are shorter, longer or come twice.</param>
/// <param name="RunningEnd">When the next will be over.</param>
internal sealed record AlertIntervals(IReadOnlyList<TimeBucket> Closed, DateTimeOffset RunningEnd)
{
    public static AlertIntervals Before(DateTimeOffset now, AlertInterval interval, TenantZone zone, int count)
    {
        var today = zone.ToLocalDay(now);
        var first = interval switch
        {
            AlertInterval.Hour => today.AddDays(-((count / 23) + 2)),
            AlertInterval.Day => today.AddDays(-count - 2),
            AlertInterval.Week => Monday(today).AddDays(-7 * (count + 1)),
            _ => new DateOnly(today.Year, today.Month, 1).AddMonths(-count - 1),
        };
        // So far on that the interval which is running is whole; the last one, which is not, is behind it.
        var last = interval is AlertInterval.Hour ? today.AddDays(1) : today.AddDays(40);
        var buckets = TimeBuckets.Cut(new DayRange(first, last), KindOf(interval), zone);
        return new AlertIntervals(
            [.. buckets.Where(b => b.Range.End <= now).TakeLast(count)], buckets.First(b => b.Range.End > now).Range.End);
    }

    public static Interval KindOf(AlertInterval interval) => interval switch
    {
        AlertInterval.Hour => Interval.Hour,
        AlertInterval.Day => Interval.Day,
        AlertInterval.Week => Interval.Week,
        _ => Interval.Month,
    };

    /// <summary>What tells the season of an interval: the weekday and hour, the weekday, or nothing.</summary>
    public static (DayOfWeek? Weekday, int? Hour) SeasonOf(TimeBucket bucket, AlertInterval interval) => interval switch
    {
        AlertInterval.Hour => (bucket.LocalStart.DayOfWeek, bucket.LocalStart.Hour),
        AlertInterval.Day => (bucket.LocalStart.DayOfWeek, null),
        _ => (null, null),
    };

    /// <summary>How many intervals back the seasons reach that say what is usual.</summary>
    public static int HistoryOf(AlertInterval interval) => AnomalyBand.MostValues * interval switch
    {
        AlertInterval.Hour => 7 * 24,
        AlertInterval.Day => 7,
        _ => 1,
    };

    private static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
