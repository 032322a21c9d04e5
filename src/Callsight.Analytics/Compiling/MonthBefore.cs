using Callsight.Analytics.Dialects;
using Callsight.Analytics.Querying;
using Callsight.Analytics.Schema;

namespace Callsight.Analytics.Compiling;

/// <summary>Rows of the calendar month before each interval, so that a month can be set against the last.</summary>
/// <remarks>
/// An interval is moved back by a month on the tenant's calendar: March by its days to February, 31 March to nothing that February
/// has not. Parts of a month may therefore count a day twice or not at all; whole months never do.
/// </remarks>
internal static class MonthBefore
{
    public static string From(AnalyticsQuery query, Fact fact, string time, SqlBuilder sql)
    {
        var pieces = SpanRows.Pieces(query, query.Days).ToList();
        var edges = sql.Dialect.BucketRows(
            sql.Add(SqlType.Instants, pieces.Select(p => p.Key).ToList()),
            sql.Add(SqlType.Instants, pieces.Select(p => Earlier(p.Range.Start, query.Zone)).ToList()),
            sql.Add(SqlType.Instants, pieces.Select(p => Earlier(p.Range.End, query.Zone)).ToList()));
        return $"""
            (
            SELECT b.bucket AS bucket, s.*
            FROM {DerivedRows.Of(query, fact, sql)} AS s
            CROSS JOIN ({edges}) AS b
            WHERE s.{time} >= b.bucket_start AND s.{time} < b.bucket_end
            ) AS f
            """;
    }

    /// <summary>The same time of the same day of the month before; the last day of that month, where it has no such day.</summary>
    internal static DateTime Earlier(DateTimeOffset instant, TenantZone zone)
    {
        var day = zone.ToLocalDay(instant);
        return zone.StartOfDay(day.AddMonths(-1)).UtcDateTime + (instant - zone.StartOfDay(day));
    }
}
