using System.Text.Json.Nodes;
using Callsight.Tests.House;
using Callsight.Web.Pages.Imports;

namespace Callsight.Tests.Web;

/// <summary>What the page makes of a file before anybody has touched it, and of what is chosen there.</summary>
public sealed class ImportDraftTests
{
    [Theory]
    [InlineData("calls")]
    [InlineData("leads")]
    public void The_columns_of_a_sample_are_recognised(string kind)
    {
        var wanted = MappingOf(kind)["fields"]!.AsObject();
        var draft = Read(kind);
        draft.Kind.ShouldBe(kind);
        foreach (var (field, source) in wanted.Where(f => !f.Key.StartsWith("properties.", StringComparison.Ordinal)))
            draft.Fields.Single(f => f.Name == field).Column.ShouldBe(ColumnOf(source), field);
        draft.Others.Select(o => o.Column).ShouldBe(
            wanted.Where(f => f.Key.StartsWith("properties.", StringComparison.Ordinal)).Select(f => ColumnOf(f.Value)), ignoreOrder: true);
    }

    [Fact]
    public void Other_columns_are_kept_when_somebody_says_so_and_by_the_name_given()
    {
        var draft = Read("leads");
        (draft.TimeZone, draft.Others.Single(o => o.Column == "Region").IsKept) = ("Europe/Berlin", true);
        draft.Others.Single(o => o.Column == "Region").Name.ShouldBe("region");
        var mapping = JsonNode.Parse(draft.Mapping())!;
        mapping["time_zone"]!.GetValue<string>().ShouldBe("Europe/Berlin");
        mapping["fields"]!.AsObject().Where(f => f.Key.StartsWith("properties.", StringComparison.Ordinal))
            .Select(f => (f.Key, f.Value!.GetValue<string>())).ShouldBe([("properties.region", "Region")]);
    }

    private static ImportDraft Read(string kind) => ImportDraft.Read($"{kind}.csv", Path.Combine(Repository.Root, "samples", $"{kind}.csv"));

    private static JsonNode MappingOf(string kind) => JsonNode.Parse(Repository.Read($"samples/{kind}.mapping.json"))!;

    private static string ColumnOf(JsonNode? source) => (source is JsonObject read ? read["column"] : source)!.GetValue<string>();
}
