namespace Callsight.Core;

/// <summary>A stretch of time from an instant up to, and not including, another.</summary>
/// <remarks>Half-open, so that neighbouring ranges meet without a gap and without counting an event twice.</remarks>
public readonly record struct TimeRange
{
    /// <summary>Makes a range; both ends are kept in UTC.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The end is before the start.</exception>
    public TimeRange(DateTimeOffset start, DateTimeOffset end)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(end, start);
        (Start, End) = (start.ToUniversalTime(), end.ToUniversalTime());
    }

    /// <summary>The first instant inside.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>The first instant after it.</summary>
    public DateTimeOffset End { get; }

    /// <summary>How long it is.</summary>
    public TimeSpan Length => End - Start;

    /// <summary>Whether the instant lies inside.</summary>
    public bool Contains(DateTimeOffset instant) => instant >= Start && instant < End;

    /// <summary>The part both ranges share; empty, at the later start, when they do not meet.</summary>
    public TimeRange Intersect(TimeRange other)
    {
        var start = Start > other.Start ? Start : other.Start;
        var end = End < other.End ? End : other.End;
        return new TimeRange(start, end < start ? start : end);
    }

    /// <inheritdoc/>
    public override string ToString() => $"[{Start:O}, {End:O})";
}

/// <summary>Local days from one up to and including another, as people write them in a report.</summary>
/// <remarks>Becomes a half-open <see cref="TimeRange"/> in a time zone; a day there has 23, 24 or 25 hours.</remarks>
public readonly record struct DayRange
{
    /// <summary>Makes a range of days.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The last day is before the first.</exception>
    public DayRange(DateOnly first, DateOnly last)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(last, first);
        (First, Last) = (first, last);
    }

    /// <summary>The first day.</summary>
    public DateOnly First { get; }

    /// <summary>The last day, which is still inside.</summary>
    public DateOnly Last { get; }

    /// <summary>How many days.</summary>
    public int Days => Last.DayNumber - First.DayNumber + 1;

    /// <summary>As many days, ending right before this range begins.</summary>
    public DayRange Previous() => new(First.AddDays(-Days), First.AddDays(-1));

    /// <summary>The same days a year before (29 February becomes 28 February).</summary>
    public DayRange YearBefore() => new(First.AddYears(-1), Last.AddYears(-1));
}

/// <summary>How finely a series is cut.</summary>
public enum Interval
{
    /// <summary>One figure for the whole range.</summary>
    None,

    /// <summary>Local hours; around a clock change an hour may be cut short or come twice.</summary>
    Hour,

    /// <summary>Local days of 23 to 25 hours.</summary>
    Day,

    /// <summary>ISO weeks, from Monday.</summary>
    Week,

    /// <summary>Calendar months.</summary>
    Month,

    /// <summary>Calendar quarters.</summary>
    Quarter,

    /// <summary>Calendar years.</summary>
    Year,
}
