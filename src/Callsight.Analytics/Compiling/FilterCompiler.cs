using Callsight.Analytics.Dialects;
using Callsight.Analytics.Schema;
using static Callsight.Core.FilterText;

namespace Callsight.Analytics.Compiling;

/// <summary>Prints a checked filter as SQL with the two-valued logic of the filter language: each test is true or false, never unknown.</summary>
internal static class FilterCompiler
{
    public static string Compile(Filter filter, Fact fact, SqlBuilder sql) => filter switch
    {
        Filter.All { Items.Count: 0 } => "true",
        Filter.Any { Items.Count: 0 } => "false",
        Filter.All all => $"({string.Join(" AND ", all.Items.Select(item => Compile(item, fact, sql)))})",
        Filter.Any any => $"({string.Join(" OR ", any.Items.Select(item => Compile(item, fact, sql)))})",
        Filter.Not not => $"(NOT {Compile(not.Item, fact, sql)})",
        Filter.Test test => Test(test, fact, sql),
        _ => throw new ArgumentException("Unknown filter."),
    };

    private static string Test(Filter.Test test, Fact fact, SqlBuilder sql)
    {
        var field = test.Field.StartsWith("properties.", StringComparison.Ordinal)
            ? fact.Fields.First(f => f.Kind is FieldKind.Dynamic)
            : fact.Fields.First(f => f.Name == test.Field);
        return test.Operator switch
        {
            FilterOperator.Exists => Exists(),
            FilterOperator.NotExists => $"(NOT {Exists()})",
            FilterOperator.Eq => Holds($"{Left(test.Value)} = {Right(test.Value)}"),
            FilterOperator.Ne => $"(NOT {Holds($"{Left(test.Value)} = {Right(test.Value)}")})",
            FilterOperator.Lt => Holds($"{Left(test.Value)} < {Right(test.Value)}"),
            FilterOperator.Lte => Holds($"{Left(test.Value)} <= {Right(test.Value)}"),
            FilterOperator.Gt => Holds($"{Left(test.Value)} > {Right(test.Value)}"),
            FilterOperator.Gte => Holds($"{Left(test.Value)} >= {Right(test.Value)}"),
            FilterOperator.In => In((FilterValue.Many)test.Value),
            FilterOperator.NotIn => $"(NOT {In((FilterValue.Many)test.Value)})",
            FilterOperator.Contains when field.Kind is FieldKind.TextList =>
                Holds(sql.Dialect.ListHolds(field.Column, Right(test.Value))),
            FilterOperator.Contains => Part("contains"),
            FilterOperator.StartsWith => Part("starts_with"),
            FilterOperator.EndsWith => Part("ends_with"),
            _ => throw new ArgumentException("Unknown operator."),
        };

        string Holds(string condition) => $"coalesce({condition}, false)";

        // The values of one kind together: the field is read once for all of them.
        string In(FilterValue.Many many) => many.Values.Count == 0
            ? "false"
            : $"({string.Join(" OR ", many.Values.GroupBy(value => value.GetType()).Select(kind =>
                Holds($"{Left(kind.First())} IN ({string.Join(", ", kind.Select(Right))})")))})";

        string Part(string kind) => Holds(sql.Dialect.TextTest(kind, sql.Dialect.LowerAscii(Left(test.Value)),
            sql.Add(SqlType.Text, LowerAscii(((FilterValue.Text)test.Value).Value))));

        string Exists() => field.Kind switch
        {
            FieldKind.Dynamic => $"({sql.Property(fact.Table, field.Column, test.Field, PropertyAs.Any)} IS NOT NULL)",
            // An empty list is a missing one, as in memory.
            FieldKind.TextList => Holds($"length({field.Column}) > 0"),
            _ => $"({field.Column} IS NOT NULL)",
        };

        string Left(FilterValue value) => field.Kind is not FieldKind.Dynamic ? Column() : value switch
        {
            FilterValue.Number => sql.Property(fact.Table, field.Column, test.Field, PropertyAs.Number),
            FilterValue.Truth => sql.Property(fact.Table, field.Column, test.Field, PropertyAs.Truth),
            _ => sql.Property(fact.Table, field.Column, test.Field, PropertyAs.Text),
        };

        string Column() => field.Kind is FieldKind.Number ? sql.Dialect.Cast(field.Column, SqlType.Number) : field.Column;

        string Right(FilterValue value) => value switch
        {
            FilterValue.Text text => sql.Add(SqlType.Text, text.Value),
            FilterValue.Number number => sql.Add(SqlType.Number, number.AsDouble),
            FilterValue.Truth truth => truth.Value ? "true" : "false",
            FilterValue.Instant instant => sql.Add(SqlType.Instant, instant.Value),
            FilterValue.Identity id => sql.Add(SqlType.Identity, id.Value),
            _ => throw new ArgumentException($"A {value.GetType().Name} cannot be compared; relative times are resolved before."),
        };
    }
}
