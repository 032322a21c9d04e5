using System.Diagnostics;
using System.Text.Json;
using Callsight.Core;

namespace Callsight.Tests.Core.Filters;

public sealed class FilterParserTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData(" {} ")]
    public void Nothing_means_everything(string json) => FilterParser.Parse(json).Value.ShouldBe(Filter.Everything);

    [Fact]
    public void An_undefined_element_means_everything() =>
        FilterParser.Parse(default(JsonElement)).Value.ShouldBe(Filter.Everything);

    [Fact]
    public void Parts_are_read_as_they_are_nested() => FilterParser.Parse(
        """
        {"all":[{"field":"lead.source","op":"eq","value":"referral"},
                {"any":[{"field":"value","op":"gte","value":10.50},{"not":{"field":"open","op":"eq","value":true}}]},
                {"field":"stage","op":"in","value":["a","b"]},{"field":"properties.größe, \"x\"","op":"exists"}]}
        """).Value.ShouldBe(new Filter.All([
            new Filter.Test("lead.source", FilterOperator.Eq, new FilterValue.Text("referral")),
            new Filter.Any([
                new Filter.Test("value", FilterOperator.Gte, new FilterValue.Number(10.5m)),
                new Filter.Not(new Filter.Test("open", FilterOperator.Eq, new FilterValue.Truth(true))),
            ]),
            new Filter.Test("stage", FilterOperator.In, new FilterValue.Many([new FilterValue.Text("a"), new FilterValue.Text("b")])),
            new Filter.Test("properties.größe, \"x\"", FilterOperator.Exists, new FilterValue.None()),
        ]));

    [Theory]
    [InlineData("[]", "filter", "is an object")]
    [InlineData("5", "filter", "is an object")]
    [InlineData("""{"all":{}}""", "filter.all", "list of filters")]
    [InlineData("""{"all":[1]}""", "filter.all[0]", "is an object")]
    [InlineData("""{"not":[]}""", "filter.not", "is an object")]
    [InlineData("""{"op":"eq","value":1}""", "filter", "needs one of")]
    [InlineData("""{"all":[],"any":[]}""", "filter", "all and any")]
    [InlineData("""{"all":[],"value":1}""", "filter.value", "beside field")]
    [InlineData("""{"feild":"a","op":"eq","value":1}""", "filter.feild", "Did you mean field?")]
    [InlineData("""{"field":"a","field":"b","op":"exists"}""", "filter.field", "there twice")]
    [InlineData("""{"all":[],"all":[]}""", "filter.all", "there twice")]
    [InlineData("""{"field":5,"op":"exists"}""", "filter.field", "as a text")]
    [InlineData("""{"field":"a b","op":"exists"}""", "filter.field", "no field name")]
    [InlineData("""{"field":"a..b","op":"exists"}""", "filter.field", "no field name")]
    [InlineData("""{"field":"properties.","op":"exists"}""", "filter.field", "no field name")]
    [InlineData("""{"field":"properties.a\nb","op":"exists"}""", "filter.field", "no field name")]
    [InlineData("""{"field":"a"}""", "filter.op", "how to compare")]
    [InlineData("""{"field":"a","op":7}""", "filter.op", "as a text")]
    [InlineData("""{"field":"a","op":"equals","value":1}""", "filter.op", "Did you mean eq?")]
    [InlineData("""{"field":"a","op":"!=","value":1}""", "filter.op", "Did you mean ne?")]
    [InlineData("""{"field":"a","op":"EQ","value":1}""", "filter.op", "Did you mean eq?")]
    [InlineData("""{"field":"a","op":"startswith","value":"x"}""", "filter.op", "Did you mean starts_with?")]
    [InlineData("""{"field":"a","op":"eq"}""", "filter.value", "missing")]
    [InlineData("""{"field":"a","op":"eq","value":null}""", "filter.value", "exists or not_exists")]
    [InlineData("""{"field":"a","op":"eq","value":{}}""", "filter.value", "text, a number")]
    [InlineData("""{"field":"a","op":"eq","value":[1]}""", "filter.value", "text, a number")]
    [InlineData("""{"field":"a","op":"exists","value":true}""", "filter.value", "takes no value")]
    [InlineData("""{"field":"a","op":"in","value":"x"}""", "filter.value", "list of values")]
    [InlineData("""{"field":"a","op":"in","value":[]}""", "filter.value", "between 1 and")]
    [InlineData("""{"field":"a","op":"in","value":["x",2]}""", "filter.value[1]", "one kind")]
    [InlineData("""{"field":"a","op":"in","value":["x",null]}""", "filter.value[1]", "cannot hold null")]
    [InlineData("""{"field":"a","op":"lt","value":true}""", "filter.value", "not with true or false")]
    [InlineData("""{"field":"a","op":"contains","value":1}""", "filter.value", "with a text")]
    [InlineData("""{"field":"a","op":"eq","value":1e400}""", "filter.value", "too large")]
    [InlineData("""{"field":"a","op":"eq","value":"\ud800"}""", "filter.value", "do not exist")]
    [InlineData("""{"field":"a","op":"eq","value":"x\u0000"}""", "filter.value", "do not exist")]
    [InlineData("""{"field":"\udc00","op":"exists"}""", "filter.field", "as a text")]
    [InlineData("""{"\ud800":1,"field":"a","op":"exists"}""", "filter.?", "has no '?'")]
    [InlineData("""{"all":[{"not":{"any":[{"field":"a","op":"nope"}]}}]}""", "filter.all[0].not.any[0].op", "no operator 'nope'")]
    public void A_mistake_is_named_with_its_place(string json, string place, string says)
    {
        var error = FilterParser.Parse(json).Problem.ShouldNotBeNull(json).Errors.ShouldHaveSingleItem();
        error.Field.ShouldBe(place);
        error.Message.ShouldContain(says);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{'all':[]}")]
    [InlineData("{\"all\":[],}")]
    public void What_is_not_JSON_is_said_to_be_none(string text) =>
        FilterParser.Parse(text, "condition").Problem!.Errors.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            error => error.Field.ShouldBe("condition"), error => error.Message.ShouldContain("not valid JSON"));

    [Fact]
    public void Half_a_character_is_no_JSON() =>
        FilterParser.Parse("{\"a\ud800\":1}").Problem!.Errors.ShouldHaveSingleItem().Message.ShouldContain("half a character");

    [Fact]
    public void Where_the_JSON_breaks_is_said() =>
        FilterParser.Parse("{\n  \"all\": oops }").Problem!.Message.ShouldContain("line 2, byte 10");

    [Fact]
    public void All_mistakes_are_named_at_once() => FilterParser.Parse(
        """{"all":[{"field":"a b","op":"equals","value":1},{"any":[{"filed":"a"},7]},{"field":"c","op":"in","value":[null,{}]}]}""")
        .Problem!.Errors.Select(error => error.Field).ShouldBe([
            "filter.all[0].field", "filter.all[0].op", "filter.all[1].any[0].filed", "filter.all[1].any[1]",
            "filter.all[2].value[0]", "filter.all[2].value[1]",
        ]);

    [Fact]
    public void No_more_mistakes_are_named_than_can_be_read() =>
        FilterParser.Parse($$"""{"all":[{{string.Join(',', Enumerable.Repeat("7", 5_000))}}]}""")
            .Problem!.Errors.Count.ShouldBe(FilterLimits.MostErrors);

    [Theory]
    [InlineData(FilterLimits.MostDepth, true)]
    [InlineData(FilterLimits.MostDepth + 1, false)]
    [InlineData(60, false)]
    [InlineData(400, false)]
    [InlineData(100_000, false)]
    public void Filters_are_nested_only_so_deep(int depth, bool allowed)
    {
        var test = """{"field":"a","op":"exists"}""";
        var json = string.Concat(Enumerable.Repeat("""{"not":""", depth - 1)) + test + new string('}', depth - 1);
        var problem = FilterParser.Parse(json).Problem;
        (problem is null).ShouldBe(allowed);
        if (!allowed)
            problem!.Message.ShouldContain("8 deep");
    }

    [Theory]
    [InlineData(FilterLimits.MostTests, true)]
    [InlineData(FilterLimits.MostTests + 1, false)]
    [InlineData(10_000, false)]
    public void A_filter_has_only_so_many_tests(int count, bool allowed)
    {
        var json = $$"""{"any":[{{string.Join(',', Enumerable.Repeat("""{"field":"a","op":"exists"}""", count))}}]}""";
        var watch = Stopwatch.StartNew();
        var problem = FilterParser.Parse(json).Problem;
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        (problem is null).ShouldBe(allowed);
        if (!allowed)
            problem!.Errors.ShouldHaveSingleItem().Message.ShouldContain("500 tests");
    }

    [Fact]
    public void A_filter_has_only_so_many_parts_even_when_they_are_empty() =>
        FilterParser.Parse($$"""{"all":[{{string.Join(',', Enumerable.Repeat("""{"all":[]}""", FilterLimits.MostParts))}}]}""")
            .Problem!.Errors.ShouldHaveSingleItem().Message.ShouldContain("2000 parts");

    [Theory]
    [InlineData(FilterLimits.MostValues, true)]
    [InlineData(FilterLimits.MostValues + 1, false)]
    [InlineData(200_000, false)]
    public void A_list_has_only_so_many_values(int count, bool allowed) =>
        FilterParser.Parse($$"""{"field":"a","op":"in","value":[{{string.Join(',', Enumerable.Range(0, count))}}]}""")
            .IsSuccess.ShouldBe(allowed);

    [Theory]
    [InlineData(FilterLimits.MostTextCharacters, true)]
    [InlineData(FilterLimits.MostTextCharacters + 1, false)]
    public void A_text_is_only_so_long(int length, bool allowed) =>
        FilterParser.Parse($$"""{"field":"a","op":"eq","value":"{{new string('x', length)}}"}""").IsSuccess.ShouldBe(allowed);

    [Theory]
    [InlineData(FilterLimits.MostNameCharacters, true)]
    [InlineData(FilterLimits.MostNameCharacters + 1, false)]
    public void A_name_is_only_so_long(int length, bool allowed)
    {
        FilterParser.Parse($$"""{"field":"{{new string('x', length)}}","op":"exists"}""").IsSuccess.ShouldBe(allowed);
        FilterParser.Parse($$"""{"field":"lead.properties.{{new string('x', length)}}","op":"exists"}""").IsSuccess.ShouldBe(allowed);
    }

    [Fact]
    public void What_is_shown_back_is_short()
    {
        var problem = FilterParser.Parse($$"""{"field":"a","op":"{{new string('x', 100_000)}}","{{new string('y', 100_000)}}":1}""").Problem!;
        problem.Errors.Count.ShouldBe(2);
        problem.Errors.ShouldAllBe(error => error.Message.Length < 300 && error.Field.Length < 100);
    }
}
