using Callsight.Analytics.Dialects;
using Callsight.Analytics.Querying;
using Callsight.Analytics.Schema;

namespace Callsight.Analytics.Compiling;

/// <summary>Where a fact's rows come from: its table as it is, or rows that are worked out from others of the same table.</summary>
internal static class DerivedRows
{
    private static readonly string[] Reached = ["lead_contacted", "lead_qualified", "lead_converted", "lead_lost"];

    /// <summary>Nobody's repeat window is longer; calls further away from the period need not be read.</summary>
    public const int MostWindowDays = 90;

    public static string Of(AnalyticsQuery query, Fact fact, SqlBuilder sql) =>
        fact == Facts.Contacts ? Contacts(query, sql)
        : fact == Facts.StatusStays
            ? Stays(sql, StatusOf(sql), StatusOf(sql), ["lead_created", "lead_updated", "lead_reopened", .. Reached])
        : fact == Facts.StageStays ? Stays(sql, "stage", "type", ["lead_created", "lead_updated"])
        : sql.Rows(fact.Table);

    /// <summary>Inbound calls of callers who are known, with the time since the caller's last call and until the next.</summary>
    /// <remarks>
    /// Who called is the lead, else the number. Aggregates stand in for lag and lead, which one of the engines spells differently.
    /// </remarks>
    private static string Contacts(AnalyticsQuery query, SqlBuilder sql)
    {
        // A call counts where it ends; it began a week before at most.
        var from = sql.Add(SqlType.Instant, query.Range.Start.AddDays(-MostWindowDays - 7));
        var until = sql.Add(SqlType.Instant, query.Range.End.AddDays(MostWindowDays));
        var at = sql.Dialect.Cast("started_at", SqlType.Instant);
        var order = "OVER (PARTITION BY who ORDER BY started_at, tie";
        return $"""
            (SELECT *, {sql.Dialect.Microseconds("previous_at", "started_at")} AS since_previous_us,
                {sql.Dialect.Microseconds("started_at", "next_at")} AS until_next_us
            FROM (SELECT *, min({at}) {order} {Neighbour("PRECEDING")}) AS previous_at,
                min({at}) {order} {Neighbour("FOLLOWING")}) AS next_at
            FROM (SELECT *, coalesce({sql.Dialect.Cast("lead_id", SqlType.Text)}, caller) AS who,
                {sql.Dialect.Cast("call_id", SqlType.Text)} AS tie
            FROM {sql.Rows(FactTable.Calls)} AS r
            WHERE direction = {sql.Add(SqlType.Text, "inbound")} AND started_at >= {from} AND started_at < {until}) AS c
            WHERE who IS NOT NULL) AS w)
            """;
    }

    /// <summary>How long each lead stayed where it was: from the event that brought it there until the one that moved it on.</summary>
    /// <remarks>
    /// Leads that were deleted have none; a stay without an end is still going on. Events of which nothing is known in
    /// <paramref name="known"/> move nobody.
    /// </remarks>
    private static string Stays(SqlBuilder sql, string place, string known, string[] types)
    {
        var order = "OVER (PARTITION BY lead_id ORDER BY entered_at, sequence";
        var value = sql.Dialect.Cast($"coalesce({place}, '')", SqlType.Text);
        return $"""
            (SELECT * FROM (SELECT *, min({sql.Dialect.Cast("entered_at", SqlType.Instant)}) {order} {Neighbour("FOLLOWING")}) AS left_at
            FROM (SELECT *, min(place) {order} {Neighbour("PRECEDING")}) AS place_before
            FROM (SELECT lead_id, agent_id, team_id, campaign_id, source, occurred_at AS entered_at, sequence, {value} AS place
            FROM {sql.Rows(FactTable.Events)} AS r
            WHERE type IN ({string.Join(", ", types.Select(type => sql.Add(SqlType.Text, type)))}) AND {known} IS NOT NULL
                AND lead_id IN (SELECT lead_id FROM {sql.Rows(FactTable.Leads)} AS l)) AS e) AS c
            WHERE coalesce(place_before <> place, true)) AS k WHERE place <> '')
            """;
    }

    /// <summary>A milestone says by its type what was reached; its status may be that of a day long after.</summary>
    private static string StatusOf(SqlBuilder sql) =>
        $"CASE type WHEN {sql.Add(SqlType.Text, "lead_created")} THEN {sql.Add(SqlType.Text, "new")} " + string.Join(" ",
            Reached.Select(type => $"WHEN {sql.Add(SqlType.Text, type)} THEN {sql.Add(SqlType.Text, type["lead_".Length..])}")) +
        " ELSE status END";

    private static string Neighbour(string side) => $"ROWS BETWEEN 1 {side} AND 1 {side}";
}
