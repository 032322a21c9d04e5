namespace Callsight.Core;

/// <summary>One step of a series.</summary>
/// <param name="Range">From when to when.</param>
/// <param name="LocalStart">Where it begins, in local time with the offset then in force, which tells a repeated hour from the first.</param>
public readonly record struct TimeBucket(TimeRange Range, DateTimeOffset LocalStart)
{
    /// <summary>The local day it begins on.</summary>
    public DateOnly Day => DateOnly.FromDateTime(LocalStart.DateTime);
}

/// <summary>Cuts a range into the hours, days, weeks, months, quarters or years of a time zone.</summary>
/// <remarks>
/// Buckets are in order, meet without a gap, are never empty and together are exactly the range: the first and last are
/// clipped to it. A day has 23 to 25 hours; a day the zone left out has no bucket.
/// </remarks>
public static class TimeBuckets
{
    /// <summary>Cuts local days.</summary>
    public static IReadOnlyList<TimeBucket> Cut(DayRange days, Interval interval, TenantZone zone) =>
        Cut(zone.ToRange(days), interval, zone);

    /// <summary>Cuts a stretch of time. An empty one has no buckets, except for <see cref="Interval.None"/>, which always has one.</summary>
    public static IReadOnlyList<TimeBucket> Cut(TimeRange range, Interval interval, TenantZone zone) => interval switch
    {
        Interval.None => [Bucket(range, zone)],
        Interval.Hour => Hours(range, zone),
        _ => Days(range, interval, zone),
    };

    /// <summary>About how many buckets there would be, without cutting: to refuse a series that is too fine.</summary>
    public static long RoughCount(TimeRange range, Interval interval) => interval switch
    {
        Interval.None => 1,
        // Each change of the clocks may cut an hour in two; no zone changes more often than every two months.
        Interval.Hour => (long)range.Length.TotalHours + 2 + (long)(range.Length.TotalDays / 60),
        Interval.Day => (long)range.Length.TotalDays + 2,
        Interval.Week => (long)(range.Length.TotalDays / 7) + 2,
        Interval.Month => (long)(range.Length.TotalDays / 28) + 2,
        Interval.Quarter => (long)(range.Length.TotalDays / 90) + 2,
        _ => (long)(range.Length.TotalDays / 365) + 2,
    };

    // Hours are cut at offset changes, so each lies in one offset; a change of half an hour leaves half hours.
    private static List<TimeBucket> Hours(TimeRange range, TenantZone zone)
    {
        var buckets = new List<TimeBucket>();
        foreach (var (piece, offset) in zone.OffsetPieces(range))
        {
            for (var start = piece.Start; start < piece.End;)
            {
                var pastTheHour = (start.UtcTicks + offset.Ticks) % TimeSpan.TicksPerHour;
                var untilNext = TimeSpan.FromTicks(TimeSpan.TicksPerHour - pastTheHour);
                var end = piece.End - start > untilNext ? start + untilNext : piece.End;
                buckets.Add(new TimeBucket(new TimeRange(start, end), Calendar.WithOffset(start, offset)));
                start = end;
            }
        }

        return buckets;
    }

    private static List<TimeBucket> Days(TimeRange range, Interval interval, TenantZone zone)
    {
        var buckets = new List<TimeBucket>();
        var day = Calendar.StartOf(interval, zone.ToLocalDay(range.Start));
        for (var start = range.Start; start < range.End;)
        {
            day = Calendar.Add(interval, day, 1);
            var next = day == DateOnly.MaxValue ? range.End : zone.StartOfDay(day);
            var end = next < range.End ? next : range.End;
            if (end > start)
            {
                buckets.Add(Bucket(new TimeRange(start, end), zone));
                start = end;
            }
        }

        return buckets;
    }

    private static TimeBucket Bucket(TimeRange range, TenantZone zone) => new(range, zone.ToLocal(range.Start));
}
