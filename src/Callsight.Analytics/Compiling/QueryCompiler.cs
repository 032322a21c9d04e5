using Callsight.Analytics.Dialects;
using Callsight.Analytics.Metrics;
using Callsight.Analytics.Querying;
using Callsight.Analytics.Schema;

namespace Callsight.Analytics.Compiling;

/// <summary>Checks and completes a question, step by step, then prints it as one statement.</summary>
public static class QueryCompiler
{
    /// <summary>Each step is pure and may be repeated; none relies on another having run.</summary>
    internal static readonly Func<AnalyticsQuery, Result<AnalyticsQuery>>[] Steps =
        [CheckMetrics.Apply, CheckDimensions.Apply, CheckFilters.Apply, CheckBuckets.Apply, ResolveOrder.Apply, CapRows.Apply];

    /// <summary>Runs all steps.</summary>
    public static Result<AnalyticsQuery> Prepare(AnalyticsQuery query) =>
        Steps.Aggregate((Result<AnalyticsQuery>)query, (prepared, step) => prepared.Then(step));

    /// <summary>
    /// One subquery for each fact and booking time, each giving its own aggregates and nothing for the others'; the outer query
    /// brings the rows of a group together.
    /// </summary>
    internal static CompiledQuery Compile(AnalyticsQuery query, Dialect dialect)
    {
        var sql = new SqlBuilder(dialect, query.Tenant);
        var aggregates = query.Metrics.SelectMany(metric => metric.Aggregates).Distinct().ToList();
        var grouped = (query.Interval is Interval.None ? 0 : 1) + query.Dimensions.Count;
        var parts = aggregates
            .GroupBy(a => (a.Fact, Time: a.Fact.IsSpan ? "" : a.TimeColumn, IsBefore: a.Kind is AggregateKind.CountMonthBefore))
            .Select(part => Part(query, dialect, sql, part.Key.Fact, part.Key.Time, [.. part], aggregates))
            .ToList();
        var keys = Enumerable.Range(0, grouped).Select(i => $"k{i}").ToList();
        var figures = aggregates.Select((_, i) => $"max(a{i}) AS a{i}");
        var text = $"SELECT {string.Join(", ", keys.Concat(figures))}\nFROM (\n{string.Join("\nUNION ALL\n", parts)}\n) AS parts";
        if (keys.Count > 0)
            text += $"\nGROUP BY {string.Join(", ", keys)}\nLIMIT {CapRows.MostGroups + 1}";
        return new CompiledQuery(sql.Build(text), aggregates);
    }

    private static string Part(
        AnalyticsQuery query, Dialect dialect, SqlBuilder sql, Fact fact, string time, List<Aggregate> own, List<Aggregate> all)
    {
        var filter = FilterCompiler.Compile(query.Filter, fact, sql);
        var keys = new List<string>();
        string from;
        string where;
        if (fact.IsSpan)
        {
            from = SpanRows.From(query, fact, sql);
            where = filter;
            if (query.Interval is not Interval.None)
                keys.Add("bucket");
        }
        else if (own[0].Kind is AggregateKind.CountMonthBefore)
        {
            from = MonthBefore.From(query, fact, time, sql);
            where = filter;
            if (query.Interval is not Interval.None)
                keys.Add("bucket");
        }
        else
        {
            var (start, end) = (sql.Add(SqlType.Instant, query.Range.Start), sql.Add(SqlType.Instant, query.Range.End));
            from = DerivedRows.Of(query, fact, sql) + " AS f";
            where = $"{time} >= {start} AND {time} < {end} AND {filter}";
            if (query.Interval is not Interval.None)
                keys.Add(BucketKeys.Expression(query, time, sql));
        }

        keys.AddRange(query.Dimensions.Select(name => DimensionExpression(fact, name, sql)));
        var columns = keys.Select((key, i) => $"{key} AS k{i}").Concat(all.Select((aggregate, i) =>
            own.Contains(aggregate)
                ? $"{AggregateCompiler.Expression(aggregate, query, sql)} AS a{i}"
                : $"{dialect.Null(aggregate.Type)} AS a{i}"));
        var text = $"SELECT {string.Join(", ", columns)}\nFROM {from}\nWHERE {where}";
        return keys.Count == 0 ? text : $"{text}\nGROUP BY {string.Join(", ", keys.Select((_, i) => $"{i + 1}"))}";
    }

    private static string DimensionExpression(Fact fact, string name, SqlBuilder sql)
    {
        var field = fact.Dimension(name)!;
        return field.Kind is FieldKind.Dynamic ? sql.Property(field.Column, name, sql.Dialect.PropertyAny) : field.Column;
    }
}

/// <summary>A printed question, and which column holds which aggregate (after the keys).</summary>
internal sealed record CompiledQuery(SqlStatement Statement, IReadOnlyList<Aggregate> Aggregates);
