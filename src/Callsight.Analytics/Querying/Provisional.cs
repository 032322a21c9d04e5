namespace Callsight.Analytics.Querying;

/// <summary>Whether figures may still change.</summary>
public static class Provisional
{
    /// <summary>How long after an interval's end reports of it are still expected: exports of the night, calls wrapped up late.</summary>
    public static readonly TimeSpan LateFor = TimeSpan.FromHours(6);

    /// <summary>Figures are final when their interval has been over for a while, no contact of it is open and none can turn any more.</summary>
    public static bool IsOpen(TimeRange interval, AnalyticsQuery query, IReadOnlyList<DateTimeOffset> openContacts)
    {
        var wait = query.Metrics.Max(m => m.OpenFor);
        return interval.End + (wait > LateFor ? wait : LateFor) > query.Now || openContacts.Any(interval.Contains);
    }
}
