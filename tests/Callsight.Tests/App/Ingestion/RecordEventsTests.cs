using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Callsight.Tests.Support;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Callsight.Tests.App.Ingestion;

public sealed class RecordEventsTests
{
    private static readonly object One = new { events = new[] { new { type = "page_viewed", user_id = "u1" } } };
    private static readonly object Other = new { events = new[] { new { type = "page_viewed", user_id = "u2" } } };

    [Fact]
    public async Task A_batch_repeated_under_its_key_counts_once_and_another_under_the_same_key_is_not_lost()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var key = ("Idempotency-Key", "batch-1");
        Receipt(await owner.PostAsync("/analytics/events", One, key)).ShouldBe((1, 0));
        Receipt(await owner.PostAsync("/analytics/events", One, key)).ShouldBe((0, 1));
        Receipt(await owner.PostAsync("/analytics/events", Other, key)).ShouldBe((1, 0));
        (await owner.GetAsync("/analytics/events")).Rows.Select(e => e.GetProperty("user_id").GetString())
            .ShouldBe(["u1", "u2"], ignoreOrder: true);
    }

    /// <summary>Each with the code that names what is wrong first, in the order in which fields are documented.</summary>
    [Theory]
    [InlineData("""7""", "event.not_an_object")]
    [InlineData("""[{"type":"a"}]""", "event.not_an_object")]
    [InlineData("""{}""", "event.type_missing")]
    [InlineData("""{"type":7}""", "event.type_missing")]
    [InlineData("""{"type":""}""", "event.type_invalid")]
    [InlineData("""{"type":"a\u0007"}""", "event.type_invalid")]
    [InlineData("""{"type":"a","page":"/"}""", "event.unknown_field")]
    [InlineData("""{"value":"x","page":{"deep":[1]},"type":"a"}""", "event.unknown_field")]
    [InlineData("""{"value":"x","user_id":{"deep":[1]},"type":"a"}""", "event.text_invalid")]
    [InlineData("""{"type":"a","user_id":"\u0000"}""", "event.text_invalid")]
    [InlineData("""{"type":"a","user_id":"\ud800"}""", "event.text_invalid")]
    [InlineData("""{"type":"\ud800"}""", "event.text_invalid")]
    [InlineData("""{"type":"a","occurred_at":"yesterday"}""", "event.occurred_at_invalid")]
    [InlineData("""{"type":"a","occurred_at":"1969-12-31T23:59:59Z"}""", "event.occurred_at_out_of_range")]
    [InlineData("""{"type":"a","occurred_at":"2999-01-01T00:00:00Z"}""", "event.occurred_at_out_of_range")]
    [InlineData("""{"type":"a","lead_id":"seven"}""", "event.id_invalid")]
    [InlineData("""{"type":"a","value":"7"}""", "event.number_invalid")]
    [InlineData("""{"type":"a","value":1e999}""", "event.number_invalid")]
    [InlineData("""{"type":"a","duration_seconds":-1}""", "event.number_invalid")]
    [InlineData("""{"type":"a","properties":[]}""", "event.properties_invalid")]
    [InlineData("""{"type":"a","properties":{"":1}}""", "event.properties_invalid")]
    [InlineData("""{"type":"a","properties":{"x":["\u0000"]}}""", "event.properties_invalid")]
    [InlineData("""{"type":"a","properties":{"x":{"y":"\udc00"}}}""", "event.properties_invalid")]
    public async Task A_wrong_event_is_named_and_its_neighbours_are_taken(string wrong, string code)
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var answer = (await owner.PostAsync("/analytics/events", $$"""{"events":[{"type":"a"},{{wrong}},{"type":"b"}]}""")).ShouldBe(HttpStatusCode.Accepted);
        var error = answer["errors"].EnumerateArray().ShouldHaveSingleItem();
        (error.GetProperty("index").GetInt32(), error.GetProperty("code").GetString(), answer["accepted"].GetInt32()).ShouldBe((1, code, 2));
        (await owner.GetAsync("/analytics/events")).Rows.Select(e => e.GetProperty("type").GetString()).ShouldBe(["a", "b"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("""{"events":[{"type":"a"},{"type":"b","type":"c"}]}""", "request.malformed")]
    [InlineData("""{"events":[{"type":"a","properties":{"x":{"y":1,"\u0079":2}}}]}""", "request.malformed")]
    [InlineData("""{"events":[{"type":"a","properties":{"\ud800":1}}]}""", "request.malformed")]
    [InlineData("""{"events":[{"type":"a"}]""", "request.malformed")]
    [InlineData("""{"events":[{"type":"a"}]} x""", "request.malformed")]
    [InlineData("", "request.malformed")]
    [InlineData("""{"events":{"type":"a"}}""", "request.invalid")]
    [InlineData("""{"events":[{"type":"a"}],"type":"b"}""", "request.invalid")]
    [InlineData("""{"events":[{"type":"a"}],"sent_at":"noon"}""", "request.invalid")]
    public async Task A_body_that_is_wrong_as_a_whole_leaves_nothing_behind(string body, string code)
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        (await owner.PostAsync("/analytics/events", body)).ShouldBe(HttpStatusCode.BadRequest, code);
        (await owner.GetAsync("/analytics/events")).Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_name_that_stands_twice_is_found_in_a_large_object_without_taking_long()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var many = string.Join(',', Enumerable.Range(0, 200_000).Select(i => $"\"name{i}\":1"));
        (await owner.PostAsync("/analytics/events", $$$"""{"type":"a","properties":{{{{many}}},"name7":1}}"""))
            .ShouldBe(HttpStatusCode.BadRequest, "request.malformed");
        (await owner.PostAsync("/analytics/events", $$$"""{"type":"a","properties":{{{{many}}}}}"""))
            .ShouldBe(HttpStatusCode.BadRequest, "event.properties_invalid");
    }

    [Fact]
    public async Task Properties_come_back_as_they_were_sent()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var scalar = Gen.OneOf(
            Gen.String[Gen.Char["aZ09 _/\\\"'<&+\n\t\u00e9\u20ac\u4e2d"], 0, 12].Select(t => (JsonNode?)JsonValue.Create(t)),
            Gen.Int.Select(n => (JsonNode?)JsonValue.Create(n)), Gen.Bool.Select(b => (JsonNode?)JsonValue.Create(b)),
            Gen.Double[-1e6, 1e6].Select(d => (JsonNode?)JsonValue.Create(Math.Round(d, 3))), Gen.Const((JsonNode?)null));
        var name = Gen.String[Gen.Char["abcXYZ_ .$\u00e9"], 1, 20];
        var value = Gen.OneOf(scalar, scalar.Array[0, 3].Select(a => (JsonNode?)new JsonArray([.. a.Select(v => v?.DeepClone())])));
        var objects = Gen.Dictionary(name, value)[1, 8].Select(d => new JsonObject(d.Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone()))));
        var sent = objects.Array[300].Single();
        var indented = new JsonSerializerOptions { WriteIndented = true };
        var body = new StringBuilder("{\"events\":[").AppendJoin(',', sent.Select((p, i) =>
            $"{{\"type\":\"t\",\"user_id\":\"{i}\",\"properties\":{(i % 2 == 0 ? p.ToJsonString() : p.ToJsonString(indented))}}}")).Append("]}");
        (await owner.PostAsync("/analytics/events", body.ToString())).ShouldBe(HttpStatusCode.Accepted)["accepted"].GetInt32().ShouldBe(300);
        var stored = new Dictionary<int, JsonNode>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await owner.GetAsync($"/analytics/events?limit=200{cursor}");
            foreach (var row in page.Rows)
                stored[int.Parse(row.GetProperty("user_id").GetString()!, System.Globalization.CultureInfo.InvariantCulture)] =
                    JsonNode.Parse(row.GetProperty("properties").GetRawText())!;
            cursor = page["next_cursor"].GetString() is { } next ? $"&cursor={next}" : null;
        }

        stored.Count.ShouldBe(300);
        for (var i = 0; i < sent.Length; i++)
            JsonNode.DeepEquals(stored[i], sent[i]).ShouldBeTrue($"{sent[i].ToJsonString()} became {stored[i].ToJsonString()}");
    }

    [Fact]
    public async Task Numbers_that_no_engine_holds_do_not_spoil_the_other_properties()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        (await owner.PostAsync("/analytics/events", """{"type":"a","properties":{"great":123456789012345678901234567890,"huge":1e999,"plan":"gold"}}"""))
            .ShouldBe(HttpStatusCode.Accepted);
        var properties = (await owner.GetAsync("/analytics/events")).Rows.ShouldHaveSingleItem().GetProperty("properties");
        properties.GetProperty("great").GetDouble().ShouldBe(1.2345678901234568e29);
        properties.GetProperty("huge").GetDouble().ShouldBe(double.MaxValue);
        properties.GetProperty("plan").GetString().ShouldBe("gold");
    }

    [Fact]
    public async Task A_sender_whose_clock_is_wrong_is_set_right_by_when_it_sent()
    {
        var now = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        await using var host = await TestHost.StartAsync(new FakeTimeProvider(now));
        using var owner = await host.RegisterAsync();
        // Two hours slow; the first happened ten minutes before it was sent, the second does not say when.
        (await owner.PostAsync("/analytics/events", """
            {"events":[{"type":"a","occurred_at":"2026-03-01T09:50:00Z"},{"type":"b"}],"sent_at":"2026-03-01T10:00:00Z"}
            """)).ShouldBe(HttpStatusCode.Accepted);
        (await owner.PostAsync("/analytics/events", """{"events":[{"type":"c","occurred_at":"2026-03-01T09:50:00Z"}]}""")).ShouldBe(HttpStatusCode.Accepted);
        (await owner.GetAsync("/analytics/events")).Rows.ToDictionary(e => e.GetProperty("type").GetString()!,
            e => now - e.GetProperty("occurred_at").GetDateTimeOffset()).ShouldBe(new Dictionary<string, TimeSpan>
            {
                ["b"] = TimeSpan.Zero,
                ["a"] = TimeSpan.FromMinutes(10),
                ["c"] = TimeSpan.FromMinutes(130),
            }, ignoreOrder: true);
    }

    [Fact]
    public async Task A_tenant_beyond_its_limit_is_told_when_to_come_back_and_others_are_not_held_up()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using var host = await TestHost.StartAsync(clock, null, "--Ingestion:EventsPerSecond=10", "--Ingestion:BurstSeconds=3");
        using var eager = await host.RegisterAsync();
        using var other = await host.RegisterAsync();
        var thirty = new { events = Enumerable.Repeat(new { type = "a" }, 30).ToArray() };
        (await eager.PostAsync("/analytics/events", thirty)).ShouldBe(HttpStatusCode.Accepted).Headers["RateLimit"].ShouldBe("\"events\";r=0;t=3");
        var refused = (await eager.PostAsync("/analytics/events", thirty)).ShouldBe(HttpStatusCode.TooManyRequests, "ingestion.rate_limited");
        (refused.Headers["Retry-After"], refused.Headers["RateLimit-Policy"]).ShouldBe(("3", "\"events\";q=30;w=3"));
        (await eager.PostAsync("/v1/track", new { @event = "a", userId = "u" })).ShouldBe(HttpStatusCode.TooManyRequests, "ingestion.rate_limited");
        (await other.PostAsync("/analytics/events", thirty)).ShouldBe(HttpStatusCode.Accepted);
        clock.Advance(TimeSpan.FromSeconds(3));
        (await eager.PostAsync("/analytics/events", thirty)).ShouldBe(HttpStatusCode.Accepted);
        (await eager.GetAsync("/analytics/event-types")).Rows.Single(t => t.GetProperty("type").GetString() == "a")
            .GetProperty("count").GetInt32().ShouldBe(60);
    }

    private static (int, int) Receipt(ApiAnswer answer)
    {
        answer.ShouldBe(HttpStatusCode.Accepted);
        return (answer["accepted"].GetInt32(), answer["duplicates"].GetInt32());
    }
}
