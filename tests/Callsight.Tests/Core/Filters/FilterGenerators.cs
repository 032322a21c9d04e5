using Callsight.Core;
using CsCheck;

namespace Callsight.Tests.Core.Filters;

/// <summary>Filters as the parser would make them.</summary>
internal static class FilterGenerators
{
    public static readonly FilterFields Fields = new(
        new FilterField("source", FieldKind.Text, "lead.source"), new FilterField("value", FieldKind.Number),
        new FilterField("open", FieldKind.Truth), new FilterField("created_at", FieldKind.Instant),
        new FilterField("agent_id", FieldKind.Identity, "agent"), new FilterField("tags", FieldKind.TextList),
        new FilterField("properties.*", FieldKind.Dynamic, "lead.properties.*"));

    /// <summary>Anything that can be written, whatever the fields.</summary>
    public static Gen<Filter> Any => Part(4);

    private static Gen<FilterValue> Text { get; } =
        Gen.String[Gen.Char.Where(letter => !char.IsSurrogate(letter) && letter != '\0'), 0, 12].Select(text => (FilterValue)new FilterValue.Text(text));

    private static Gen<FilterValue> Number { get; } = Gen.Decimal.Select(number => (FilterValue)new FilterValue.Number(number));

    private static Gen<string> Name { get; } =
        Gen.OneOf(Gen.Const("a"), Gen.Const("lead.source"), Gen.Const("properties.größe \"x\\y\""), Gen.Const("properties.😀"));

    private static Gen<Filter> Test { get; } =
        from name in Name
        from filterOperator in Gen.Enum<FilterOperator>()
        from value in Value(filterOperator)
        select (Filter)new Filter.Test(name, filterOperator, value);

    private static Gen<FilterValue> Value(FilterOperator filterOperator) => filterOperator switch
    {
        FilterOperator.Exists or FilterOperator.NotExists => Gen.Const((FilterValue)new FilterValue.None()),
        FilterOperator.In or FilterOperator.NotIn => Gen.OneOf(Many(Text), Many(Number)),
        FilterOperator.Contains or FilterOperator.StartsWith or FilterOperator.EndsWith => Text,
        FilterOperator.Eq or FilterOperator.Ne =>
            Gen.OneOf(Text, Number, Gen.Bool.Select(truth => (FilterValue)new FilterValue.Truth(truth))),
        _ => Gen.OneOf(Text, Number),
    };

    private static Gen<FilterValue> Many(Gen<FilterValue> value) =>
        value.List[1, 5].Select(values => (FilterValue)new FilterValue.Many(values.ToEquatableList()));

    private static Gen<Filter> Part(int depth) => depth == 0 ? Test : Gen.Frequency(
        (2, Test),
        (1, Part(depth - 1).List[0, 4].Select(parts => (Filter)new Filter.All(parts.ToEquatableList()))),
        (1, Part(depth - 1).List[0, 4].Select(parts => (Filter)new Filter.Any(parts.ToEquatableList()))),
        (1, Part(depth - 1).Select(part => (Filter)new Filter.Not(part))));
}
