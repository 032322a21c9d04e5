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
        var cases = pieces.Select((piece, i) => i == pieces.Count - 1
            ? $"ELSE {InPiece(query, piece, time, sql, isFirst: i == 0)} END"
            : $"WHEN {time} < {sql.Add(SqlType.Instant, piece.Range.End)} THEN {InPiece(query, piece, time, sql, i == 0)}");
        return pieces.Count switch
        {
            0 => sql.Dialect.Null(SqlType.Instant),
            1 => InPiece(query, pieces[0], time, sql, isFirst: true),
            _ => $"CASE {string.Join(" ", cases)}",
        };
    }

    /// <summary>The key of a bucket, as the expression above gives it for the moments inside.</summary>
    public static DateTime Of(TimeBucket bucket, Interval interval)
    {
        if (interval is Interval.Hour)
            return bucket.Range.Start.UtcDateTime;
        var local = bucket.LocalStart.DateTime.Date;
        return interval switch
        {
            Interval.Week => local.AddDays(-(((int)local.DayOfWeek + 6) % 7)),
            Interval.Month => new DateTime(local.Year, local.Month, 1),
            Interval.Quarter => new DateTime(local.Year, (((local.Month - 1) / 3) * 3) + 1, 1),
            Interval.Year => new DateTime(local.Year, 1, 1),
            _ => local,
        };
    }

    private static string InPiece(AnalyticsQuery query, OffsetPiece piece, string time, SqlBuilder sql, bool isFirst)
    {
        var offset = sql.Add(SqlType.Whole, (long)piece.Offset.TotalSeconds);
        var label = sql.Dialect.Truncate(query.Interval.ToString().ToLowerInvariant(), sql.Dialect.AddSeconds(time, offset));
        if (query.Interval is not Interval.Hour)
            return label;
        var start = sql.Dialect.AddSeconds(label, $"-{offset}");
        // The hour in which the clocks changed begins anew at the change.
        return isFirst ? start : $"greatest({start}, {sql.Add(SqlType.Instant, piece.Range.Start)})";
    }
}
