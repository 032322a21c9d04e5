using Callsight.Analytics.Dialects;
using Callsight.Analytics.Querying;

namespace Callsight.Analytics.Compiling;

/// <summary>Prints that the clock on the wall shows an hour of the windows asked for, by arithmetic in each piece of one offset.</summary>
internal static class WindowConditions
{
    public static string Print(AnalyticsQuery query, string time, SqlBuilder sql)
    {
        if (query.Windows.Count == 0)
            return "true";
        var pieces = query.Zone.OffsetPieces(query.Range);
        var tests = pieces.Select((piece, i) =>
        {
            var local = sql.Dialect.AddSeconds(time, sql.Add(SqlType.Whole, (long)piece.Offset.TotalSeconds));
            var holds = $"({string.Join(" OR ", query.Windows.Select(window => Holds(window, local, sql)))})";
            return i == pieces.Count - 1 ? $"ELSE {holds} END" : $"WHEN {time} < {sql.Add(SqlType.Instant, piece.Range.End)} THEN {holds}";
        }).ToList();
        return tests.Count switch
        {
            0 => "false",
            1 => tests[0]["ELSE ".Length..^" END".Length],
            _ => $"CASE {string.Join(" ", tests)}",
        };
    }

    private static string Holds(TimeWindow window, string local, SqlBuilder sql)
    {
        var second = sql.Dialect.SecondOfDay(local);
        var (from, to) = (sql.Add(SqlType.Whole, Seconds(window.From)), sql.Add(SqlType.Whole, Seconds(window.To)));
        var today = On(local, 0);
        return window.From < window.To
            ? $"({today} AND {second} >= {from} AND {second} < {to})"
            : $"(({today} AND {second} >= {from}) OR ({On(local, 1)} AND {second} < {to}))";

        // The weekday a number of days before, from Monday = 1 to Sunday = 7.
        string On(string at, int daysBefore)
        {
            var days = window.Days.Select(d => (((int)d + 6 + daysBefore) % 7) + 1).Order();
            return $"{sql.Dialect.IsoWeekday(at)} IN ({string.Join(", ", days)})";
        }
    }

    private static long Seconds(TimeOnly time) => (long)time.ToTimeSpan().TotalSeconds;
}
