using Callsight.Core;
using CsCheck;

namespace Callsight.Tests.Core.Filters;

public sealed class FilterValidatorTests
{
    private static readonly FilterFields Fields = FilterGenerators.Fields;

    [Theory]
    [InlineData("lead.source", "source")]
    [InlineData("source", "source")]
    [InlineData("agent", "agent_id")]
    [InlineData("properties.topic", "properties.topic")]
    [InlineData("lead.properties.a.b", "properties.a.b")]
    [InlineData("properties.*", "properties.*")]
    public void Another_name_becomes_the_name(string written, string name) =>
        FilterValidator.Validate(new Filter.Test(written, FilterOperator.Exists, new FilterValue.None()), Fields)
            .Value.ShouldBe(new Filter.Test(name, FilterOperator.Exists, new FilterValue.None()));

    [Theory]
    [InlineData("""{"field":"sorce","op":"exists"}""", "filter.field", "Did you mean source?")]
    [InlineData("""{"field":"lead.sourse","op":"exists"}""", "filter.field", "Did you mean lead.source?")]
    [InlineData("""{"field":"weather","op":"exists"}""", "filter.field", "There is no field 'weather' here.")]
    [InlineData("""{"field":"open","op":"lt","value":1}""", "filter.op", "lt does not fit open, which is true or false. Use eq, ne")]
    [InlineData("""{"field":"tags","op":"eq","value":"x"}""", "filter.op", "eq does not fit tags, which is a list of texts")]
    [InlineData("""{"field":"agent","op":"contains","value":"x"}""", "filter.op", "contains does not fit agent_id")]
    [InlineData("""{"field":"source","op":"eq","value":5}""", "filter.value", "source is a text; compare it with a text in quotes.")]
    [InlineData("""{"field":"value","op":"eq","value":"5"}""", "filter.value", "without quotes")]
    [InlineData("""{"field":"open","op":"eq","value":"true"}""", "filter.value", "without quotes")]
    [InlineData("""{"field":"agent","op":"eq","value":"Ann"}""", "filter.value", "a UUID")]
    [InlineData("""{"field":"value","op":"in","value":["5"]}""", "filter.value[0]", "a number")]
    [InlineData("""{"field":"created_at","op":"lt","value":"soon"}""", "filter.value", "an instant such as")]
    [InlineData("""{"field":"created_at","op":"lt","value":"2026-03-01T08:30:00"}""", "filter.value", "an instant such as")]
    [InlineData("""{"field":"created_at","op":"eq","value":"today"}""", "filter.value", "whole day")]
    [InlineData("""{"field":"created_at","op":"in","value":["2026-03-01"]}""", "filter.value[0]", "whole day")]
    public void A_mistake_is_named_with_its_place(string json, string place, string says)
    {
        var error = FilterParser.Parse(json).Then(filter => FilterValidator.Validate(filter, Fields))
            .Problem.ShouldNotBeNull(json).Errors.ShouldHaveSingleItem();
        error.Field.ShouldBe(place);
        error.Message.ShouldContain(says);
    }

    [Fact]
    public void All_mistakes_are_named_at_once_where_they_are() => FilterParser.Parse(
        """{"any":[{"field":"x","op":"exists"},{"not":{"field":"value","op":"in","value":["1","2"]}}]}""")
        .Then(filter => FilterValidator.Validate(filter, Fields, "steps[1].filter")).Problem!.Errors
        .Select(error => error.Field)
        .ShouldBe(["steps[1].filter.any[0].field", "steps[1].filter.any[1].not.value[0]", "steps[1].filter.any[1].not.value[1]"]);

    [Fact]
    public void No_more_mistakes_are_named_than_can_be_read()
    {
        var wrong = Enumerable.Repeat((Filter)new Filter.Test("x", FilterOperator.Exists, new FilterValue.None()), 500);
        FilterValidator.Validate(new Filter.All(wrong.ToEquatableList()), Fields).Problem!.Errors.Count.ShouldBe(FilterLimits.MostErrors);
    }

    [Fact]
    public void Texts_become_what_the_field_holds()
    {
        var id = Guid.CreateVersion7();
        Convert("created_at", "2026-03-01T09:30:00+01:00").ShouldBe(
            new FilterValue.Instant(new DateTimeOffset(2026, 3, 1, 8, 30, 0, TimeSpan.Zero)));
        Convert("created_at", "-7d").ShouldBe(new FilterValue.Relative("-7d"));
        Convert("source", "-7d").ShouldBe(new FilterValue.Text("-7d"));
        Convert("properties.x", "-7d").ShouldBe(new FilterValue.Text("-7d"));
        FilterValidator.Validate(new Filter.Test("agent", FilterOperator.Eq, new FilterValue.Text($"{id}")), Fields)
            .Value.ShouldBe(new Filter.Test("agent_id", FilterOperator.Eq, new FilterValue.Identity(id)));

        static FilterValue Convert(string field, string text) => ((Filter.Test)FilterValidator.Validate(
            new Filter.Test(field, FilterOperator.Lt, new FilterValue.Text(text)), Fields).Value).Value;
    }

    [Fact]
    public void A_second_check_changes_nothing() => FilterGenerators.Any.Sample(
        filter =>
        {
            if (FilterValidator.Validate(filter, Fields).TryGet(out var once, out _))
                FilterValidator.Validate(once, Fields).Value.ShouldBe(once);
        }, print: FilterJson.Write);

    [Fact]
    public void A_name_stands_for_one_field() => Should.Throw<ArgumentException>(() => new FilterFields(
        new FilterField("a", FieldKind.Text), new FilterField("b", FieldKind.Text, "a")));

    [Fact]
    public void Every_kind_of_field_has_its_operators_and_can_be_asked_for()
    {
        foreach (var kind in Enum.GetValues<FieldKind>())
            FieldKinds.OperatorsOf(kind).ShouldContain(FilterOperator.Exists);
        foreach (var filterOperator in Enum.GetValues<FilterOperator>())
        {
            FilterOperators.TryFind(FilterOperators.NameOf(filterOperator), out var found).ShouldBeTrue();
            found.ShouldBe(filterOperator);
        }
    }
}
