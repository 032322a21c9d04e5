using Callsight.Analytics.Dialects;
using Callsight.Analytics.Metrics;
using Callsight.Analytics.Querying;
using Callsight.Analytics.Rollups;

namespace Callsight.Analytics.Compiling;

/// <summary>Prints what is read from rollups: one subquery for each that is used.</summary>
internal static class RollupParts
{
    public static IEnumerable<string> Of(AnalyticsQuery query, SqlBuilder sql, List<Aggregate> all, RollupCover? cover)
    {
        if (cover is null)
            yield break;
        foreach (var held in cover.By.Where(by => !Rollup.IsDistinct(by.Key)).GroupBy(by => by.Value, by => by.Key))
            yield return Sums(query, sql, held.Key, [.. held], all, cover);
        foreach (var (distinct, rollup) in cover.By.Where(by => Rollup.IsDistinct(by.Key)))
            yield return Distinct(query, sql, rollup, distinct, all, cover);
    }

    private static string Sums(
        AnalyticsQuery query, SqlBuilder sql, Rollup rollup, List<Aggregate> held, List<Aggregate> all, RollupCover cover)
    {
        var keys = Keys(query, sql);
        var columns = keys.Select((key, i) => $"{key} AS k{i}").Concat(QueryCompiler.Columns(all, held, sql, a =>
        {
            var sum = sql.Dialect.Sum(AggregateText.ColumnOf(a));
            return a.Type is SqlType.Money ? sum : sql.Dialect.Cast(sum, a.Type);
        }));
        var text = $"SELECT {string.Join(", ", columns)}\nFROM {Rows(query, sql, rollup, held, cover)}";
        return keys.Count == 0 ? text : $"{text}\nGROUP BY {string.Join(", ", keys.Select((_, i) => $"{i + 1}"))}";
    }

    /// <summary>Who had a row on any of the days, told apart over kept and fresh ones together.</summary>
    private static string Distinct(
        AnalyticsQuery query, SqlBuilder sql, Rollup rollup, Aggregate distinct, List<Aggregate> all, RollupCover cover)
    {
        var keys = QueryCompiler.Keys(query);
        var column = distinct.Measure!.Column;
        var sources = new List<string> { Who(Rows(query, sql, rollup, [distinct], cover), Keys(query, sql), null) };
        foreach (var (days, state) in new[] { (cover.Fresh, SpanState.Any), (cover.Kept, SpanState.Open) }.Where(s => s.Item1.Count > 0))
        {
            var (from, where, expressions) = FactParts.Source(query, sql, distinct, days, state);
            sources.Add(Who(from, expressions, where));
        }

        var counted = QueryCompiler.Columns(all, [distinct], sql,
            a => sql.Dialect.Cast(sql.Dialect.CountDistinct("x"), a.Type));
        var text = $"SELECT {string.Join(", ", keys.Concat(counted))}\nFROM (\n{string.Join("\nUNION ALL\n", sources)}\n) AS who";
        return keys.Count == 0 ? text : $"{text}\nGROUP BY {string.Join(", ", keys)}";

        string Who(string from, List<string> expressions, string? where) =>
            $"SELECT {string.Join(", ", expressions.Select((e, i) => $"{e} AS k{i}").Append($"{column} AS x"))}\nFROM {from}" +
            (where is null ? "" : $"\nWHERE {where}");
    }

    /// <summary>Rows of kept days that have any of the facts: other groups would not be in the answer of the facts either.</summary>
    private static string Rows(AnalyticsQuery query, SqlBuilder sql, Rollup rollup, List<Aggregate> held, RollupCover cover)
    {
        var days = cover.Kept.Select(d =>
            $"day >= {sql.Add(SqlType.Day, d.First)} AND day < {sql.Add(SqlType.Day, d.Last.AddDays(1))}");
        var present = held.Select(Rollup.Presence).Distinct().Select(p => $"{AggregateText.ColumnOf(p)} > 0");
        // The columns of a rollup are named as those of the facts, so any fact that has the fields reads the filter.
        var filter = FilterCompiler.Compile(query.Filter, held[0].Fact, sql);
        if (query.Groups is not null)
            filter += $" AND {GroupConditions.Print(query.Groups, held[0].Fact, Rollup.ColumnOf, sql)}";
        return $"{sql.Rows(rollup.Table)} AS r\nWHERE ({string.Join(" OR ", days)}) AND ({string.Join(" OR ", present)}) AND {filter}";
    }

    private static List<string> Keys(AnalyticsQuery query, SqlBuilder sql)
    {
        var keys = query.Dimensions.Select(Rollup.ColumnOf).ToList();
        if (query.Interval is not Interval.None)
            keys.Insert(0, sql.Dialect.Truncate(query.Interval.ToString().ToLowerInvariant(), "day"));
        return keys;
    }
}
