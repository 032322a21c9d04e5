namespace Callsight.Analytics.Querying;

/// <summary>Whether figures may still change.</summary>
public static class Provisional
{
    /// <summary>How long after an interval's end reports of it are still expected: exports of the night, calls wrapped up late.</summary>
    public static readonly TimeSpan LateFor = TimeSpan.FromHours(6);

    /// <summary>A figure is final when its interval has been over for a while and no contact of it is still open.</summary>
    public static bool IsOpen(TimeRange interval, DateTimeOffset now, IReadOnlyList<DateTimeOffset> openContacts) =>
        interval.End + LateFor > now || openContacts.Any(interval.Contains);
}
