using System.Globalization;
using Callsight.Analytics.Dialects;
using Callsight.Analytics.Metrics;
using Callsight.Analytics.Querying;

namespace Callsight.Analytics.Compiling;

/// <summary>Prints one figure over rows with its conditions.</summary>
internal static class AggregateCompiler
{
    private const string Free = "properties.";

    public static string Expression(Aggregate aggregate, AnalyticsQuery query, SqlBuilder sql)
    {
        var picked = Contribution(aggregate, query, sql);
        var figure = aggregate.Kind switch
        {
            AggregateKind.Count or AggregateKind.CountMonthBefore => $"count({picked})",
            AggregateKind.CountDistinct => sql.Dialect.CountDistinct(picked),
            // A constant of the definition: engines want it in the text.
            AggregateKind.Quantile => sql.Dialect.Quantile(picked, aggregate.Fraction.ToString(CultureInfo.InvariantCulture)),
            AggregateKind.Min => $"min({picked})",
            AggregateKind.Max => $"max({picked})",
            _ => sql.Dialect.Sum(picked),
        };
        // A sum of money may be larger than any amount; the engines add up in 38 digits, and so it stays.
        return aggregate.Type is SqlType.Money ? figure : sql.Dialect.Cast(figure, aggregate.Type);
    }

    /// <summary>What one row adds to the figure; absent where it does not count.</summary>
    public static string Contribution(Aggregate aggregate, AnalyticsQuery query, SqlBuilder sql)
    {
        var condition = string.Join(" AND ", aggregate.Conditions.Select(c => Condition(c, aggregate, query, sql)));
        var value = Value(aggregate, sql);
        return condition.Length == 0 ? value : $"CASE WHEN {condition} THEN {value} END";
    }

    private static string Value(Aggregate aggregate, SqlBuilder sql) => aggregate.Measure switch
    {
        null when aggregate.Kind is AggregateKind.TimeInside => sql.Dialect.Microseconds("inside_from", "inside_to"),
        null => "1",
        { Until: { } until } span => sql.Dialect.Microseconds(span.Column, until),
        { Plus.Count: > 0 } several =>
            string.Join(" + ", several.Plus.Prepend(several.Column).Select(column => $"coalesce({column}, 0)")),
        { } free when free.Column.StartsWith(Free, StringComparison.Ordinal) => sql.Property(aggregate.Fact.Table, "properties",
            free.Column, aggregate.Kind is AggregateKind.CountDistinct ? PropertyAs.Any : PropertyAs.Number),
        { } column => column.Column,
    };

    private static string Condition(RowCondition condition, Aggregate aggregate, AnalyticsQuery query, SqlBuilder sql) => condition switch
    {
        RowCondition.Is { Value: bool truth } test => truth ? $"{test.Column} = true" : $"{test.Column} = false",
        RowCondition.Is test => $"{test.Column} = {sql.Add(test.Type, test.Value)}",
        RowCondition.Known known when known.Column.StartsWith(Free, StringComparison.Ordinal) =>
            $"{sql.Property(aggregate.Fact.Table, "properties", known.Column, PropertyAs.Number)} IS NOT NULL",
        RowCondition.Known known => $"{known.Column} IS NOT NULL",
        RowCondition.Unknown unknown => $"{unknown.Column} IS NULL",
        RowCondition.AtMost limit => $"{limit.Column} <= {limit.Limit}",
        RowCondition.Compares test => $"{test.Column} {Sign(test.Compared)} {sql.Add(test.Type, test.Value)}",
        RowCondition.OverOrUnknown over => $"coalesce({over.Column} > {sql.Add(SqlType.Whole, over.Value)}, true)",
        RowCondition.Within within => $"{sql.Dialect.Microseconds(within.From, within.Until)} BETWEEN 0 AND " +
            sql.Add(SqlType.Whole, within.Microseconds),
        RowCondition.Matches matches => FilterCompiler.Compile(
            FilterTimes.Resolve(matches.Filter, query.Now, query.Zone), aggregate.Fact, sql),
        _ => throw new ArgumentException("Unknown condition."),
    };

    private static string Sign(Compared compared) => compared switch
    {
        Compared.AtMost => "<=",
        Compared.Over => ">",
        Compared.AtLeast => ">=",
        _ => "<>",
    };
}
