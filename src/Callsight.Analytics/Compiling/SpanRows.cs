using Callsight.Analytics.Dialects;
using Callsight.Analytics.Querying;
using Callsight.Analytics.Schema;

namespace Callsight.Analytics.Compiling;

/// <summary>Stretches of time, cut at the edges of the intervals they reach into.</summary>
internal static class SpanRows
{
    public static string From(AnalyticsQuery query, Fact fact, SqlBuilder sql)
    {
        var buckets = TimeBuckets.Cut(query.Days, query.Interval, query.Zone);
        var edges = sql.Dialect.BucketRows(
            sql.Add(SqlType.Instants, buckets.Select(b => BucketKeys.Of(b, query.Interval)).ToList()),
            sql.Add(SqlType.Instants, buckets.Select(b => b.Range.Start.UtcDateTime).ToList()),
            sql.Add(SqlType.Instants, buckets.Select(b => b.Range.End.UtcDateTime).ToList()));
        // A call is a moment (from = to), and belongs to the interval it lies in.
        return $"""
            (
            SELECT b.bucket AS bucket, s.*, greatest(s.from_at, b.bucket_start) AS inside_from, least(s.to_at, b.bucket_end) AS inside_to
            FROM (
            {Spans(query, fact, sql)}
            ) AS s
            CROSS JOIN ({edges}) AS b
            WHERE s.from_at < b.bucket_end AND s.to_at >= b.bucket_start AND (s.to_at > b.bucket_start OR s.to_at = s.from_at)
            ) AS f
            """;
    }

    private static string Spans(AnalyticsQuery query, Fact fact, SqlBuilder sql)
    {
        var now = sql.Add(SqlType.Instant, query.Now < query.Range.End ? query.Now : query.Range.End);
        var (start, end) = (sql.Add(SqlType.Instant, query.Range.Start), sql.Add(SqlType.Instant, query.Range.End));
        if (fact == Facts.Activities)
            return Activities(sql, now, end);
        // A state that has not begun yet, or by a crooked clock ended before, takes no time; never less than none.
        var states = $"""
            SELECT agent_id, team_id, status, reason, started_at AS from_at, greatest(started_at, coalesce(ended_at, {now})) AS to_at
            FROM {sql.Rows(FactTable.AgentStates)} AS s
            WHERE started_at < {end} AND coalesce(ended_at, {end}) >= {start}
            """;
        return fact != Facts.AgentActivity ? states : $"""
            {states} AND status <> {sql.Add(SqlType.Text, "offline")}
            UNION ALL
            {Calls("started_at")}
            UNION ALL
            {Calls("ended_at")}
            """;

        // Where it starts and where it ends, as the figures of calls are booked.
        string Calls(string at) => $"""
            SELECT agent_id, team_id, status, outcome AS reason, {at} AS from_at, {at} AS to_at
            FROM {sql.Rows(FactTable.Calls)} AS c WHERE agent_id IS NOT NULL AND {at} >= {start} AND {at} < {end}
            """;
    }

    /// <summary>Talk from the answer on, hold after it, wrap-up after the end of the call.</summary>
    /// <remarks>
    /// Where in a call its holds lay is not kept, so talk is taken to come first. The sums are those of the durations, so that over
    /// a long time both ways of booking give the same. A call still going on is talk until now.
    /// </remarks>
    private static string Activities(SqlBuilder sql, string now, string end)
    {
        var talked = After("answered_at", "coalesce(talk_ms, 0)");
        var held = After("answered_at", "coalesce(talk_ms, 0) + coalesce(hold_ms, 0)");
        var answer = $"is_answered = true AND answered_at IS NOT NULL AND started_at < {end}";
        return $"""
            {Piece("talk", "answered_at", $"CASE WHEN ended_at IS NULL THEN greatest(answered_at, {now}) ELSE {talked} END", answer)}
            UNION ALL
            {Piece("hold", talked, held, $"{answer} AND ended_at IS NOT NULL")}
            UNION ALL
            {Piece("wrap_up", "ended_at", After("ended_at", "coalesce(wrap_up_ms, 0)"), $"is_answered = true AND ended_at < {end}")}
            """;

        string Piece(string activity, string from, string to, string where) => $"""
            SELECT agent_id, team_id, queue_id, campaign_id, lead_id, direction, outcome, {sql.Add(SqlType.Text, activity)} AS activity,
                {from} AS from_at, {to} AS to_at
            FROM {sql.Rows(FactTable.Calls)} AS c WHERE {where}
            """;

        string After(string instant, string milliseconds) => sql.Dialect.AddMilliseconds(instant, milliseconds);
    }
}
