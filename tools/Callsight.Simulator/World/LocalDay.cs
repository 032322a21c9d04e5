namespace Callsight.Simulator;

/// <summary>One day of the tenant's zone, of 23, 24 or 25 hours.</summary>
internal sealed class LocalDay
{
    private readonly TenantZone zone;
    private readonly bool hasOneOffset;

    public LocalDay(TenantZone zone, DateOnly date)
    {
        (this.zone, Date) = (zone, date);
        (Start, End) = (zone.StartOfDay(date), zone.StartOfDay(date.AddDays(1)));
        hasOneOffset = zone.OffsetPieces(new TimeRange(Start, End)).Count == 1;
    }

    public DateOnly Date { get; }

    public DateTimeOffset Start { get; }

    public DateTimeOffset End { get; }

    public bool IsWeekend => Date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    /// <summary>When the clock on the wall shows so many hours, to the millisecond.</summary>
    public DateTimeOffset At(double hours)
    {
        var wallTime = TimeSpan.FromMilliseconds((long)(hours * 3_600_000));
        return hasOneOffset ? Start + wallTime : zone.Resolve(Date.ToDateTime(TimeOnly.MinValue) + wallTime).ToUniversalTime();
    }
}
