using System.Text.Json;
using System.Text.Json.Nodes;
using Callsight.Analytics.Schema;
using Callsight.Analytics.Store;
using Callsight.Core;
using Callsight.Tests.Support;
using static Callsight.Core.FilterOperator;
using static Callsight.Tests.Support.EngineFixture;

namespace Callsight.Tests.Analytics.Contracts;

/// <summary>Every operator on every kind of field: by hand, in SQL on each engine, and in memory.</summary>
public sealed class FilterContractTests
{
    private static readonly Guid Ann = Guid.Parse("0198f000-0000-7000-8000-000000000001");
    private static readonly Guid Ben = Guid.Parse("0198f000-0000-7000-8000-000000000002");

    /// <summary>Two leads with values and one, c, without.</summary>
    private static readonly LeadFact[] Leads =
    [
        Lead("a") with
        {
            Source = "Web", Value = 10.5m, Score = -1, AgentId = Ann, ContactedAt = At("2026-01-02T00:00:00.000001Z"),
            Tags = ["vip", "it's"], Properties = Json("""{"text":"Web","number":10.5,"truth":true,"other":{"a":1}}"""),
        },
        Lead("b") with
        {
            Source = "wEBSEITE Ä", Value = 9, Score = 0.1, AgentId = Ben, ContactedAt = At("2026-01-02"),
            Tags = ["VIP"], Properties = Json("""{"text":"wEBSEITE Ä","number":9,"truth":false,"other":[1]}"""),
        },
        Lead("c") with { Properties = Json("""{"text":null,"number":null}""") },
    ];

    [Theory, EveryEngine]
    public async Task Texts(string engine) => await HoldsAsync(engine,
    [
        (Test("source", Eq, Text("Web")), "a"), (Test("source", Eq, Text("web")), ""), (Test("source", Ne, Text("Web")), "b c"),
        (Test("source", In, [.. Enumerable.Range(0, FilterLimits.MostValues - 1).Select(i => Text($"{i}")), Text("Web")]), "a"),
        (Test("source", In, Text("Web"), Text("x")), "a"), (Test("source", NotIn, Text("Web"), Text("x")), "b c"),
        (Test("source", Contains, Text("wEb")), "a b"), (Test("source", Contains, Text("")), "a b"),
        // Only A to Z are folded.
        (Test("source", Contains, Text("ä")), ""), (Test("source", Contains, Text("Ä")), "b"),
        (Test("source", StartsWith, Text("WEBs")), "b"), (Test("source", EndsWith, Text("E Ä")), "b"),
        (Test("source", Contains, Text("%")), ""), (Test("source", Contains, Text("_")), ""),
        (Test("source", Lt, Text("a")), "a"), (Test("source", Lte, Text("Web")), "a"), (Test("source", Gt, Text("Web")), "b"),
        (Test("source", Gte, Text("Web")), "a b"), (Test("source", Exists), "a b"), (Test("source", NotExists), "c"),
    ]);

    [Theory, EveryEngine]
    public async Task Numbers(string engine) => await HoldsAsync(engine,
    [
        (Test("value", Eq, Number(10.5m)), "a"), (Test("value", Ne, Number(10.5m)), "b c"), (Test("value", In, Number(9), Number(1)), "b"),
        (Test("value", NotIn, Number(9), Number(1)), "a c"), (Test("value", Lt, Number(10)), "b"), (Test("value", Lte, Number(9)), "b"),
        (Test("value", Gt, Number(9)), "a"), (Test("value", Gte, Number(9)), "a b"), (Test("value", Exists), "a b"),
        (Test("value", NotExists), "c"), (Test("score", Eq, Number(0.1m)), "b"), (Test("score", Lt, Number(-0.5m)), "a"),
    ]);

    [Theory, EveryEngine]
    public async Task Instants(string engine) => await HoldsAsync(engine,
    [
        (Test("contacted_at", Eq, Moment("2026-01-02")), "b"), (Test("contacted_at", Ne, Moment("2026-01-02")), "a c"),
        (Test("contacted_at", In, Moment("2026-01-02T00:00:00.000001Z")), "a"), (Test("contacted_at", NotIn, Moment("2026-01-02")), "a c"),
        (Test("contacted_at", Gt, Moment("2026-01-02")), "a"), (Test("contacted_at", Gte, Moment("2026-01-02")), "a b"),
        (Test("contacted_at", Lt, Moment("2026-01-02T01:00+01:00")), ""), (Test("contacted_at", Lte, Moment("2026-01-02T01:00+01:00")), "b"),
        (Test("contacted_at", Exists), "a b"), (Test("contacted_at", NotExists), "c"),
    ]);

    [Theory, EveryEngine]
    public async Task Ids(string engine) => await HoldsAsync(engine,
    [
        (Test("agent_id", Eq, Text(Ann.ToString())), "a"), (Test("agent_id", Ne, Text(Ann.ToString())), "b c"),
        (Test("agent_id", In, Text(Ann.ToString()), Text(Ben.ToString())), "a b"), (Test("agent_id", NotIn, Text(Ann.ToString())), "b c"),
        (Test("lead.agent_id", Exists), "a b"), (Test("agent", NotExists), "c"),
    ]);

    [Theory, EveryEngine]
    public async Task Lists(string engine) => await HoldsAsync(engine,
    [
        (Test("tags", Contains, Text("vip")), "a"), (Test("tags", Contains, Text("it's")), "a"), (Test("tags", Contains, Text("vi")), ""),
        (Test("tags", Exists), "a b"), (Test("tags", NotExists), "c"),
    ]);

    [Theory, EveryEngine]
    public async Task Free_properties(string engine) => await HoldsAsync(engine,
    [
        (Test("properties.text", Eq, Text("Web")), "a"), (Test("properties.text", Ne, Text("Web")), "b c"),
        (Test("properties.text", Contains, Text("WEB")), "a b"), (Test("properties.text", StartsWith, Text("webs")), "b"),
        (Test("properties.text", EndsWith, Text("ä")), ""), (Test("properties.text", Lt, Text("a")), "a"),
        (Test("properties.text", NotIn, Text("x")), "a b c"), (Test("properties.text", Exists), "a b"),
        (Test("properties.number", Eq, Number(9)), "b"), (Test("properties.number", Gt, Number(9)), "a"),
        (Test("properties.number", Ne, Number(9)), "a c"), (Test("properties.number", In, Number(9), Number(10.5m)), "a b"),
        // A number is not the text of it, nor the other way round.
        (Test("properties.number", Eq, Text("9")), ""), (Test("properties.number", Contains, Text("9")), ""),
        (Test("properties.text", Gte, Number(0)), ""), (Test("properties.truth", Eq, Text("true")), ""),
        (Test("properties.truth", Eq, Truth(true)), "a"), (Test("properties.truth", Eq, Truth(false)), "b"),
        (Test("properties.truth", Ne, Truth(true)), "b c"), (Test("properties.number", Eq, Truth(true)), ""),
        (Test("properties.other", Exists), "a b"), (Test("properties.other", Contains, Text("1")), ""),
        (Test("properties.absent", NotExists), "a b c"), (Test("properties.absent", Ne, Text("x")), "a b c"),
    ]);

    [Theory, EveryEngine]
    public async Task Not_turns_the_answer_round_for_missing_values_too(string engine) => await HoldsAsync(engine,
    [
        (new Filter.Not(Test("source", Eq, Text("Web"))), "b c"), (new Filter.Not(Test("source", Ne, Text("Web"))), "a"),
        (new Filter.Not(Test("value", Lt, Number(10))), "a c"), (new Filter.Not(Test("tags", Contains, Text("vip"))), "b c"),
        (new Filter.Not(Test("properties.truth", Eq, Truth(true))), "b c"), (new Filter.Not(Test("source", Contains, Text("web"))), "c"),
        (new Filter.All([]), "a b c"), (new Filter.Any([]), ""), (new Filter.Not(new Filter.Any([])), "a b c"),
        (new Filter.Any([Test("source", Eq, Text("Web")), Test("value", NotExists)]), "a c"),
        (new Filter.All([Test("source", Exists), new Filter.Not(Test("score", Gt, Number(0)))]), "a"),
    ]);

    [Theory, EveryEngine]
    public async Task True_and_false(string engine)
    {
        CallFact Call(string name, bool? isResolved) => new()
        {
            CallId = Guid.CreateVersion7(),
            ExternalId = name,
            Direction = "inbound",
            Status = "completed",
            StartedAt = At("2026-01-01"),
            IsAnswered = true,
            IsResolved = isResolved,
        };
        var fixture = await OpenAsync(engine, Carrying(Call("a", true)), Carrying(Call("b", false)), Carrying(Call("c", null)));
        foreach (var (filter, expected) in new[]
        {
            (Test("is_resolved", Eq, Truth(true)), "a"), (Test("is_resolved", Eq, Truth(false)), "b"), (Test("is_resolved", Ne, Truth(true)), "b c"),
            (Test("is_resolved", Exists), "a b"), (Test("is_resolved", NotExists), "c"),
        })
            (await fixture.WhereAsync(Facts.Calls, "external_id", filter)).ShouldBe(expected, $"{filter}");
    }

    [Theory, EveryEngine]
    public async Task Hostile_names_and_values_are_only_names_and_values(string engine)
    {
        string[] hostile =
        [
            "", " ", "'", "''", "\"", "\\", "\\'", "\\N", "\\0", "`", ";--", "'; DROP TABLE events; --", "a.b", "$.a", "$", "*", "**", "[0]", "0",
            "/", "~", "~1", "/a/b", "{p1:String}", "{tenant:UUID}", "$p1", "%", "_", "?", ":a", "NULL", "null", "true", "a\tb", "a\nb", "a\r\nb",
            "ünï", "日本", "👍", "\u200b", "\ufeff", new string('x', 2_000),
        ];
        var leads = hostile.Select((text, i) => Lead($"{i:00}") with
        {
            Source = text,
            Tags = [text, "other"],
            Properties = new JsonObject { [NameOf(text)] = text, ["a"] = new JsonObject { ["b"] = "inside" } },
        });
        var fixture = await OpenAsync(engine, [.. leads.Select(Carrying)]);
        foreach (var (i, text) in hostile.Index())
        {
            var only = $"{i:00}";
            (await fixture.WhereAsync(Facts.Leads, "external_id", new Filter.All(
            [
                Test("source", Eq, Text(text)), Test("source", In, Text(text)), Test("source", StartsWith, Text(text)),
                Test("tags", Contains, Text(text)), Property(Eq), Property(EndsWith), Property(Contains),
                new Filter.Test($"properties.{NameOf(text)}", Exists, new FilterValue.None()),
            ]))).ShouldBe(only, $"{i}: {text}");
            (await fixture.WhereAsync(Facts.Leads, "external_id", new Filter.Any([Test("source", Eq, Text(text)), Property(Eq)]))).ShouldBe(only);

            Filter.Test Property(FilterOperator filterOperator) => Test($"properties.{NameOf(text)}", filterOperator, Text(text));
        }

        // A value may be empty, a name may not.
        static string NameOf(string text) => text.Length == 0 ? "nothing" : text;
    }

    private static async Task HoldsAsync(string engine, (Filter Filter, string Expected)[] cases)
    {
        var fixture = await OpenAsync(engine, [.. Leads.Select(Carrying)]);
        foreach (var (filter, expected) in cases)
        {
            (await fixture.WhereAsync(Facts.Leads, "external_id", filter)).ShouldBe(expected, $"{filter} in SQL");
            string.Join(" ", Leads.Where(lead => HoldsInMemory(filter, lead)).Select(lead => lead.ExternalId)).ShouldBe(expected, $"{filter} in memory");
        }
    }

    private static bool HoldsInMemory(Filter filter, LeadFact lead)
    {
        var row = FactRows.Of(lead);
        var columns = FactTable.Leads.Columns.Select(c => c.Name).ToList();
        return FilterEvaluator.Holds(FilterValidator.Validate(filter, Facts.Leads.Filterable).Value,
            name => name.StartsWith("properties.", StringComparison.Ordinal)
                ? lead.Properties?[name["properties.".Length..]] is { } value ? JsonElement.Parse(value.ToJsonString()) : null
                : row[columns.IndexOf(name)],
            new RelativeTime(At("2026-01-01"), TenantZone.Utc));
    }

    private static LeadFact Lead(string name) =>
        new() { LeadId = Guid.CreateVersion7(), ExternalId = name, Status = "new", CreatedAt = At("2026-01-01") };

    private static JsonObject Json(string text) => (JsonObject)JsonNode.Parse(text)!;

    private static Filter.Test Test(string field, FilterOperator filterOperator, params FilterValue[] values) => new(field, filterOperator,
        filterOperator is In or NotIn ? new FilterValue.Many([.. values]) : values.Length == 0 ? new FilterValue.None() : values[0]);

    private static FilterValue.Text Text(string text) => new(text);

    private static FilterValue.Number Number(decimal number) => new(number);

    private static FilterValue.Truth Truth(bool truth) => new(truth);

    private static FilterValue.Instant Moment(string at) => new(At(at));
}
