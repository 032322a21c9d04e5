using Callsight.Analytics.Dialects;
using Callsight.Analytics.Metrics;
using Callsight.Analytics.Querying;
using Callsight.Analytics.Rollups;
using Callsight.Analytics.Schema;

namespace Callsight.Analytics.Compiling;

/// <summary>Prints what is read from the facts: one subquery for a fact and the time it is booked at.</summary>
internal static class FactParts
{
    /// <summary>All days for what no rollup holds; for the rest those that changed lately, and what is still running on the others.</summary>
    public static IEnumerable<string> Of(
        AnalyticsQuery query, SqlBuilder sql, List<Aggregate> own, List<Aggregate> all, RollupCover? cover)
    {
        var held = own.Where(a => cover?.By.ContainsKey(a) is true && !Rollup.IsDistinct(a)).ToList();
        var rest = own.Where(a => cover?.By.ContainsKey(a) is not true).ToList();
        if (rest.Count > 0)
            yield return Print(query, sql, [query.Days], SpanState.Any, rest, all);
        if (held.Count == 0)
            yield break;
        if (cover!.Fresh.Count > 0)
            yield return Print(query, sql, cover.Fresh, SpanState.Any, held, all);
        if (own[0].Fact.IsSpan)
            yield return Print(query, sql, cover.Kept, SpanState.Open, held, all);
    }

    public static string Print(
        AnalyticsQuery query, SqlBuilder sql, IReadOnlyList<DayRange> days, SpanState state, List<Aggregate> own,
        IReadOnlyList<Aggregate> all)
    {
        var (from, where, keys) = Source(query, sql, own[0], days, state);
        var columns = keys.Select((key, i) => $"{key} AS k{i}")
            .Concat(QueryCompiler.Columns(all, own, sql, a => AggregateCompiler.Expression(a, query, sql)));
        var text = $"SELECT {string.Join(", ", columns)}\nFROM {from}\nWHERE {where}";
        return keys.Count == 0 ? text : $"{text}\nGROUP BY {string.Join(", ", keys.Select((_, i) => $"{i + 1}"))}";
    }

    /// <summary>The rows that an aggregate counts, their condition, and the expressions that group them.</summary>
    public static (string From, string Where, List<string> Keys) Source(
        AnalyticsQuery query, SqlBuilder sql, Aggregate aggregate, IReadOnlyList<DayRange> days, SpanState state)
    {
        var (fact, time) = (aggregate.Fact, aggregate.TimeColumn);
        var filter = FilterCompiler.Compile(query.Filter, fact, sql);
        if (query.Groups is not null)
            filter += $" AND {GroupConditions.Print(query.Groups, fact, name => Dimension(fact, name, sql), sql)}";
        var keys = new List<string>();
        string from;
        string where;
        if (fact.IsSpan)
        {
            from = SpanRows.From(query, fact, days, state, sql);
            where = filter;
            if (query.Interval is not Interval.None)
                keys.Add("bucket");
        }
        else if (aggregate.Kind is AggregateKind.CountMonthBefore)
        {
            from = MonthBefore.From(query, fact, time, sql);
            where = filter;
            if (query.Interval is not Interval.None)
                keys.Add("bucket");
        }
        else
        {
            from = DerivedRows.Of(query, fact, sql) + " AS f";
            where = $"{During(query, sql, time, days)} AND {filter}";
            if (query.Windows.Count > 0)
                where += $" AND {WindowConditions.Print(query, time, sql)}";
            if (query.Interval is not Interval.None)
                keys.Add(BucketKeys.Expression(query, time, sql));
        }

        keys.AddRange(query.Dimensions.Select(name => Dimension(fact, name, sql)));
        return (from, where, keys);
    }

    private static string During(AnalyticsQuery query, SqlBuilder sql, string time, IReadOnlyList<DayRange> days)
    {
        var pieces = days.Select(query.Zone.ToRange)
            .Select(range => query.Within is { } within ? range.Intersect(within) : range).Select(range =>
            $"{time} >= {sql.Add(SqlType.Instant, range.Start)} AND {time} < {sql.Add(SqlType.Instant, range.End)}").ToList();
        return pieces.Count == 1 ? pieces[0] : $"({string.Join(" OR ", pieces)})";
    }

    internal static string Dimension(Fact fact, string name, SqlBuilder sql)
    {
        var field = fact.Dimension(name)!;
        return field.Kind is FieldKind.Dynamic ? sql.Property(fact.Table, field.Column, name, PropertyAs.Any) : field.Column;
    }
}
