using Callsight.Analytics.Dialects;
using Callsight.Analytics.Metrics;
using Callsight.Analytics.Querying;
using Callsight.Analytics.Schema;

namespace Callsight.Analytics.Compiling;

/// <summary>Prints the rows that an aggregate counts, from the same source and conditions as the aggregate itself.</summary>
internal static class RowsCompiler
{
    /// <summary>The fields shown of a row.</summary>
    public static IReadOnlyList<FactField> Fields(Aggregate aggregate) => aggregate.Kind is AggregateKind.CountDistinct
        ? [.. aggregate.Fact.Fields.Where(f => f.Column == aggregate.Measure!.Column)]
        : [.. aggregate.Fact.Fields.Where(f => f.Kind is not (FieldKind.Dynamic or FieldKind.TextList))];

    /// <summary>How many rows there are and what they add up to.</summary>
    public static SqlStatement Count(AnalyticsQuery query, Aggregate aggregate, Dialect dialect)
    {
        var sql = new SqlBuilder(dialect, query.Tenant);
        var sum = aggregate.Kind switch
        {
            AggregateKind.Count or AggregateKind.CountDistinct or AggregateKind.CountMonthBefore => "count(*)",
            AggregateKind.Sum or AggregateKind.TimeInside => dialect.Sum("contribution"),
            // A place among the rows is no sum of them.
            _ => dialect.Null(SqlType.Number),
        };
        return sql.Build($"SELECT count(*), {sum}\nFROM (\n{Source(query, aggregate, sql)}\n) AS r");
    }

    /// <summary>A page of them, newest first.</summary>
    public static SqlStatement Rows(AnalyticsQuery query, Aggregate aggregate, Dialect dialect, long offset, int limit)
    {
        var sql = new SqlBuilder(dialect, query.Tenant);
        var fields = Fields(aggregate).Select(f => $", f_{f.Name}");
        return sql.Build($"SELECT id, booked_at, contribution{string.Concat(fields)}\nFROM (\n{Source(query, aggregate, sql)}\n) AS r\n" +
            $"ORDER BY booked_at DESC, id, contribution{string.Concat(fields)}\n" +
            $"LIMIT {sql.Add(SqlType.Whole, (long)limit)} OFFSET {sql.Add(SqlType.Whole, offset)}");
    }

    private static string Source(AnalyticsQuery query, Aggregate aggregate, SqlBuilder sql)
    {
        var fact = aggregate.Fact;
        var (from, where, _) = FactParts.Source(query, sql, aggregate, [query.Days], SpanState.Any);
        var contribution = AggregateCompiler.Contribution(aggregate, query, sql);
        // A stay is told by its lead.
        var (id, at) = fact.IsSpan ? (sql.Dialect.Null(SqlType.Identity), "inside_from")
            : (fact == Facts.StatusStays || fact == Facts.StageStays ? "lead_id" : fact.Table.Key, aggregate.TimeColumn);
        var fields = Fields(aggregate);
        if (aggregate.Kind is not AggregateKind.CountDistinct)
            return $"SELECT {id} AS id, {at} AS booked_at, {contribution} AS contribution" +
                $"{string.Concat(fields.Select(f => $", {f.Column} AS f_{f.Name}"))}\nFROM {from}\n" +
                $"WHERE {where} AND ({contribution}) IS NOT NULL";
        // What is told apart is shown once, with when it was there last.
        var what = fields.Count > 0 ? $"f_{fields[0].Name}" : "what";
        return $"SELECT {sql.Dialect.Null(SqlType.Identity)} AS id, max({at}) AS booked_at, 1 AS contribution, {contribution} AS {what}\n" +
            $"FROM {from}\nWHERE {where} AND ({contribution}) IS NOT NULL\nGROUP BY 4";
    }
}
