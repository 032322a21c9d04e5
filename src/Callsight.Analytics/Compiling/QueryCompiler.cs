using Callsight.Analytics.Dialects;
using Callsight.Analytics.Metrics;
using Callsight.Analytics.Querying;
using Callsight.Analytics.Rollups;

namespace Callsight.Analytics.Compiling;

/// <summary>Checks and completes a question, step by step, then prints it as one statement.</summary>
public static class QueryCompiler
{
    /// <summary>Each step is pure and may be repeated; none relies on another having run.</summary>
    internal static readonly Func<AnalyticsQuery, Result<AnalyticsQuery>>[] Steps =
    [
        CheckMetrics.Apply, CheckDimensions.Apply, CheckFilters.Apply, CheckBuckets.Apply, CheckWindows.Apply, ResolveOrder.Apply,
        CapRows.Apply,
    ];

    /// <summary>Runs all steps.</summary>
    public static Result<AnalyticsQuery> Prepare(AnalyticsQuery query) =>
        Steps.Aggregate((Result<AnalyticsQuery>)query, (prepared, step) => prepared.Then(step));

    /// <summary>
    /// One subquery for each fact and booking time, each giving its own aggregates and nothing for the others'; the outer query
    /// brings the rows of a group together. What rollups hold is read from them, and added to what the facts say of fresh days.
    /// </summary>
    internal static CompiledQuery Compile(AnalyticsQuery query, Dialect dialect, RollupCover? cover = null)
    {
        var sql = new SqlBuilder(dialect, query.Tenant);
        var aggregates = query.Metrics.SelectMany(metric => metric.Aggregates).Distinct().ToList();
        var parts = aggregates
            .GroupBy(a => (a.Fact, Time: a.Fact.IsSpan ? "" : a.TimeColumn, IsBefore: a.Kind is AggregateKind.CountMonthBefore))
            .SelectMany(part => FactParts.Of(query, sql, [.. part], aggregates, cover))
            .Concat(RollupParts.Of(query, sql, aggregates, cover));
        var text = Together(query, sql, [.. parts], aggregates, cover is null ? a => $"max({a})" : dialect.Sum);
        if (Keys(query).Count > 0)
            text += $"\nLIMIT {CapRows.MostGroups + 1}";
        return new CompiledQuery(sql.Build(text), aggregates);
    }

    /// <summary>The figures of each day that a rollup keeps: counted by the same words as any answer.</summary>
    internal static SqlStatement CompileDays(AnalyticsQuery query, Rollup rollup, Dialect dialect, Func<SqlBuilder, string, string> wrap)
    {
        var sql = new SqlBuilder(dialect, query.Tenant);
        var parts = rollup.Aggregates.GroupBy(a => (a.Fact, Time: a.Fact.IsSpan ? "" : a.TimeColumn)).Select(part =>
            FactParts.Print(query, sql, [query.Days], SpanState.Ended, [.. part], rollup.Aggregates));
        return sql.Build(wrap(sql, Together(query, sql, [.. parts], rollup.Aggregates, a => $"max({a})")));
    }

    /// <summary>The names of the columns that tell the rows of an answer apart.</summary>
    internal static List<string> Keys(AnalyticsQuery query) =>
        [.. Enumerable.Range(0, (query.Interval is Interval.None ? 0 : 1) + query.Dimensions.Count).Select(i => $"k{i}")];

    /// <summary>A column for each aggregate, absent where the part does not have it.</summary>
    internal static IEnumerable<string> Columns(
        IReadOnlyList<Aggregate> all, ICollection<Aggregate> own, SqlBuilder sql, Func<Aggregate, string> print) =>
        all.Select((aggregate, i) => own.Contains(aggregate)
            ? $"{print(aggregate)} AS a{i}"
            : $"{sql.Dialect.Null(aggregate.Type)} AS a{i}");

    private static string Together(
        AnalyticsQuery query, SqlBuilder sql, IReadOnlyList<string> parts, IReadOnlyList<Aggregate> aggregates, Func<string, string> join)
    {
        var keys = Keys(query);
        var figures = aggregates.Select((_, i) => $"{join($"a{i}")} AS a{i}");
        var text = $"SELECT {string.Join(", ", keys.Concat(figures))}\nFROM (\n{string.Join("\nUNION ALL\n", parts)}\n) AS parts";
        return keys.Count == 0 ? text : $"{text}\nGROUP BY {string.Join(", ", keys)}";
    }
}

/// <summary>A printed question, and which column holds which aggregate (after the keys).</summary>
internal sealed record CompiledQuery(SqlStatement Statement, IReadOnlyList<Aggregate> Aggregates);
