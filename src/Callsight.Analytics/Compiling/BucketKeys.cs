using Callsight.Analytics.Dialects;
using Callsight.Analytics.Querying;

namespace Callsight.Analytics.Compiling;

/// <summary>Which interval a moment lies in, by arithmetic: in each piece between clock changes local time is instant + offset.</summary>
/// <remarks>
/// Hours are told apart by the instant they begin, because a repeated hour has the same local label twice; days and longer by
/// their local label.
/// </remarks>
internal static class BucketKeys
{
    public static string Expression(AnalyticsQuery query, string time, SqlBuilder sql)
    {
        var pieces = query.Zone.OffsetPieces(query.Range);
        var buckets = TimeBuckets.Cut(query.Range, query.Interval, query.Zone);
        var keys = pieces.Select(piece => InPiece(query, piece, buckets, time, sql)).ToList();
        var cases = keys.Select((key, i) => i == keys.Count - 1
            ? $"ELSE {key} END"
            : $"WHEN {time} < {sql.Add(SqlType.Instant, pieces[i].Range.End)} THEN {key}");
        return keys.Count switch
        {
            0 => sql.Dialect.Null(SqlType.Instant),
            1 => keys[0],
            _ => $"CASE {string.Join(" ", cases)}",
        };
    }

    /// <summary>The key of a bucket, as the expression above gives it for the moments inside.</summary>
    public static DateTime Of(TimeBucket bucket, Interval interval) => interval is Interval.Hour
        ? bucket.Range.Start.UtcDateTime
        : Truncate(interval, bucket.LocalStart.DateTime);

    private static string InPiece(
        AnalyticsQuery query, OffsetPiece piece, IReadOnlyList<TimeBucket> buckets, string time, SqlBuilder sql)
    {
        var offset = sql.Add(SqlType.Whole, (long)piece.Offset.TotalSeconds);
        var label = sql.Dialect.Truncate(query.Interval.ToString().ToLowerInvariant(), sql.Dialect.AddSeconds(time, offset));
        var key = query.Interval is Interval.Hour ? sql.Dialect.AddSeconds(label, $"-{offset}") : label;
        // Where the clocks change inside an interval the piece goes on with it, or an hour begins anew: the local label alone
        // would name one that is over, as in a day whose clocks went back over midnight.
        var first = Of(buckets.Last(bucket => bucket.Range.Start <= piece.Range.Start), query.Interval);
        return KeyAt(piece, query.Interval) < first
            ? $"greatest({key}, {sql.Add(SqlType.Instant, new DateTimeOffset(first, TimeSpan.Zero))})"
            : key;
    }

    private static DateTime KeyAt(OffsetPiece piece, Interval interval)
    {
        var label = Truncate(interval, (piece.Range.Start + piece.Offset).UtcDateTime);
        return interval is Interval.Hour ? label - piece.Offset : label;
    }

    private static DateTime Truncate(Interval interval, DateTime local) => interval switch
    {
        Interval.Hour => local.Date.AddHours(local.Hour),
        Interval.Week => local.Date.AddDays(-(((int)local.DayOfWeek + 6) % 7)),
        Interval.Month => new DateTime(local.Year, local.Month, 1),
        Interval.Quarter => new DateTime(local.Year, (((local.Month - 1) / 3) * 3) + 1, 1),
        Interval.Year => new DateTime(local.Year, 1, 1),
        _ => local.Date,
    };
}
