using Callsight.Analytics.Following;

namespace Callsight.Analytics.Retention;

/// <summary>Which cohort a birth is of, and how many periods later something came.</summary>
internal sealed class RetentionCalendar
{
    private const int RollingMonthDays = 30;

    // As far as days can be asked for.
    private static readonly DateTimeOffset LastDay = new(2200, 1, 2, 0, 0, 0, TimeSpan.Zero);

    private readonly RetentionQuery query;
    private readonly IReadOnlyList<(long Start, long End, TimeSpan Offset)> pieces;
    private readonly long[] starts;
    private readonly long end;

    public RetentionCalendar(RetentionQuery query)
    {
        this.query = query;
        var range = query.Zone.ToRange(query.Days);
        Cohorts = TimeBuckets.Cut(query.Days, query.Interval, query.Zone);
        starts = [.. Cohorts.Select(bucket => Moments.Of(bucket.Range.Start))];
        end = Moments.Of(range.End);
        pieces = [.. query.Zone.OffsetPieces(new TimeRange(range.Start, range.End.AddYears(1)))
            .Select(piece => (Moments.Of(piece.Range.Start), Moments.Of(piece.Range.End), piece.Offset))];
    }

    public IReadOnlyList<TimeBucket> Cohorts { get; }

    /// <summary>Nothing that comes later can count.</summary>
    public static DateTimeOffset LastMoment(RetentionQuery query, DateTimeOffset end)
    {
        var last = query.Counted.Max(bracket => bracket.To ?? bracket.From);
        return query.Counted.Any(bracket => bracket.To is null)
            ? LastDay
            : end + ((last + 2) * TimeSpan.FromDays(LongestDays(query.Period)));
    }

    public bool HasCohort(long at) => starts.Length > 0 && at >= starts[0] && at < end;

    public int CohortOf(long birth)
    {
        var found = Array.BinarySearch(starts, birth);
        return found >= 0 ? found : ~found - 1;
    }

    public int PeriodsBetween(long birth, long at) => query.Mode is RetentionMode.Rolling
        ? (int)((at - birth) / (RollingDays * TimeSpan.MicrosecondsPerDay))
        : PeriodOf(LocalDay(at)) - PeriodOf(LocalDay(birth));

    /// <summary>Whether a bracket is over for everybody who may be in the cohort.</summary>
    public bool IsOver(TimeBucket cohort, RetentionBracket bracket)
    {
        // One without an end can always grow; it is said to be over when its first period is.
        var last = bracket.To ?? bracket.From;
        if (query.Mode is RetentionMode.Rolling)
            return cohort.Range.End + ((last + 1) * TimeSpan.FromDays(RollingDays)) <= query.Now;
        return PeriodOf(query.Zone.ToLocalDay(query.Now)) > PeriodOf(cohort.Day) + last;
    }

    private int RollingDays => query.Period switch
    {
        RetentionPeriod.Week => 7,
        RetentionPeriod.Month => RollingMonthDays,
        _ => 1,
    };

    private static int LongestDays(RetentionPeriod period) => period switch
    {
        RetentionPeriod.Week => 7,
        RetentionPeriod.Month => 31,
        _ => 1,
    };

    /// <summary>Periods are numbered on and on, so that the difference tells how many lie between. Day number 0 is a Monday.</summary>
    private int PeriodOf(DateOnly day) => query.Period switch
    {
        RetentionPeriod.Week => day.DayNumber / 7,
        RetentionPeriod.Month => (day.Year * 12) + day.Month,
        _ => day.DayNumber,
    };

    private DateOnly LocalDay(long at)
    {
        // Most come within a year; the zone itself knows the others, but takes longer.
        foreach (var (start, pieceEnd, offset) in pieces)
            if (at >= start && at < pieceEnd)
                return DateOnly.FromDateTime((Moments.ToInstant(at) + offset).UtcDateTime);
        return query.Zone.ToLocalDay(Moments.ToInstant(at));
    }
}
