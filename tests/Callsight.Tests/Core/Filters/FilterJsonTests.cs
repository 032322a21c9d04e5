using System.Text.Json;
using Callsight.Core;
using CsCheck;

namespace Callsight.Tests.Core.Filters;

public sealed class FilterJsonTests
{
    [Fact]
    public void What_is_written_is_read_back() => FilterGenerators.Any.Sample(
        filter =>
        {
            FilterParser.Parse(FilterJson.Write(filter)).Value.ShouldBe(filter);
            // Inside: only the whole filter may be an empty object.
            FilterParser.Parse(FilterJson.Write(new Filter.Not(filter))).Value.ShouldBe(new Filter.Not(filter));
        }, print: FilterJson.Write);

    [Fact]
    public void A_checked_filter_is_read_and_checked_to_the_same() => ShouldComeBack(
        new Filter.Test("created_at", FilterOperator.Eq, new FilterValue.Instant(DateTimeOffset.UnixEpoch.AddTicks(1))),
        new Filter.Test("created_at", FilterOperator.Lt, new FilterValue.Relative("-7d")),
        new Filter.Test("agent_id", FilterOperator.In, new FilterValue.Many([new FilterValue.Identity(Guid.CreateVersion7())])));

    [Fact]
    public void Everything_is_an_empty_object() => FilterJson.Write(Filter.Everything).ShouldBe("{}");

    [Fact]
    public void Other_scripts_stay_readable() => FilterJson.Write(
        new Filter.Test("properties.größe", FilterOperator.Eq, new FilterValue.Text("日本 & 'é'")))
        .ShouldBe("""{"field":"properties.größe","op":"eq","value":"日本 & 'é'"}""");

    [Fact]
    public void A_filter_can_be_one_value_of_a_larger_body()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("filter");
            FilterJson.Write(writer, Filter.Everything);
            writer.WriteEndObject();
        }

        System.Text.Encoding.UTF8.GetString(stream.ToArray()).ShouldBe("""{"filter":{}}""");
    }

    private static void ShouldComeBack(params EquatableList<Filter> tests)
    {
        var filter = FilterValidator.Validate(new Filter.All(tests), FilterGenerators.Fields).Value;
        FilterParser.Parse(FilterJson.Write(filter)).Then(read => FilterValidator.Validate(read, FilterGenerators.Fields))
            .Value.ShouldBe(filter);
    }
}
