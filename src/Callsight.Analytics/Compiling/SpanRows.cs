using Callsight.Analytics.Dialects;
using Callsight.Analytics.Querying;
using Callsight.Analytics.Schema;

namespace Callsight.Analytics.Compiling;

/// <summary>Which stretches are looked at.</summary>
internal enum SpanState
{
    /// <summary>All.</summary>
    Any,

    /// <summary>Those whose end is known.</summary>
    Ended,

    /// <summary>Those still running, which grow with the clock.</summary>
    Open,
}

/// <summary>Stretches of time, cut at the edges of the intervals they reach into.</summary>
internal static class SpanRows
{
    private static DateTimeOffset LongAgo => new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Long before any stretch, so that none reaches into it.</summary>
    private static readonly (DateTime Key, TimeRange Range) NoPiece = (LongAgo.UtcDateTime, new TimeRange(LongAgo, LongAgo));

    /// <param name="query">The question, for its intervals.</param>
    /// <param name="fact">Which stretches.</param>
    /// <param name="days">The parts of its days that are looked at.</param>
    /// <param name="state">Which stretches there.</param>
    /// <param name="sql">Takes the values.</param>
    public static string From(AnalyticsQuery query, Fact fact, IReadOnlyList<DayRange> days, SpanState state, SqlBuilder sql)
    {
        var pieces = days.SelectMany(part => Pieces(query, part)).DefaultIfEmpty(NoPiece).ToList();
        var edges = sql.Dialect.BucketRows(
            sql.Add(SqlType.Instants, pieces.Select(p => p.Key).ToList()),
            sql.Add(SqlType.Instants, pieces.Select(p => p.Range.Start.UtcDateTime).ToList()),
            sql.Add(SqlType.Instants, pieces.Select(p => p.Range.End.UtcDateTime).ToList()));
        // A call is a moment (from = to), and belongs to the interval it lies in.
        return $"""
            (
            SELECT b.bucket AS bucket, s.*, greatest(s.from_at, b.bucket_start) AS inside_from, least(s.to_at, b.bucket_end) AS inside_to
            FROM (
            {Spans(query, fact, state, sql)}
            ) AS s
            CROSS JOIN ({edges}) AS b
            WHERE s.from_at < b.bucket_end AND s.to_at >= b.bucket_start AND (s.to_at > b.bucket_start OR s.to_at = s.from_at)
            ) AS f
            """;
    }

    /// <summary>The intervals, or what windows and limits leave of them; several pieces may belong to one.</summary>
    internal static IEnumerable<(DateTime Key, TimeRange Range)> Pieces(AnalyticsQuery query, DayRange days) =>
        from bucket in TimeBuckets.Cut(days, query.Interval, query.Zone)
        let range = query.Within is { } within ? bucket.Range.Intersect(within) : bucket.Range
        from piece in query.Windows.Count == 0 ? [range] : TimeWindow.Cut(range, query.Windows, query.Zone)
        select (BucketKeys.Of(bucket, query.Interval), piece);

    private static string Spans(AnalyticsQuery query, Fact fact, SpanState state, SqlBuilder sql)
    {
        var now = sql.Add(SqlType.Instant, query.Now < query.Range.End ? query.Now : query.Range.End);
        var (start, end) = (sql.Add(SqlType.Instant, query.Range.Start), sql.Add(SqlType.Instant, query.Range.End));
        if (fact == Facts.Activities)
            return Activities(sql, now, end);
        // A state that has not begun yet, or by a crooked clock ended before, takes no time; never less than none.
        var states = $"""
            SELECT agent_id, team_id, status, reason, started_at AS from_at, greatest(started_at, coalesce(ended_at, {now})) AS to_at
            FROM {sql.Rows(FactTable.AgentStates)} AS s
            WHERE started_at < {end} AND greatest(started_at, coalesce(ended_at, {end})) >= {start}{Only(state)}
            """;
        if (fact != Facts.AgentActivity)
            return states;
        states = $"{states} AND status <> {sql.Add(SqlType.Text, "offline")}";
        return state is SpanState.Open ? states : $"""
            {states}
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

    private static string Only(SpanState state) => state switch
    {
        SpanState.Ended => " AND ended_at IS NOT NULL",
        SpanState.Open => " AND ended_at IS NULL",
        _ => "",
    };

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
