using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Callsight.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Callsight.Tests.App.Ingestion;

public sealed class SegmentTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_write_key_is_taken_wherever_the_libraries_put_it()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        var key = await KeyAsync(owner, "events:write");
        var readOnly = await KeyAsync(owner, "analytics:read");
        using var program = host.Anonymous();
        var call = new JsonObject { ["event"] = "Order Completed", ["userId"] = "u1" };
        (await program.PostAsync("/v1/track", call.ToJsonString(), Basic(key))).ShouldBe(HttpStatusCode.OK)["success"].GetBoolean().ShouldBeTrue();
        (await program.PostAsync("/v1/track", call.ToJsonString(), ("Authorization", $"Bearer {key}"))).ShouldBe(HttpStatusCode.OK);
        (await program.PostAsync("/v1/track", With(call, key))).ShouldBe(HttpStatusCode.OK);
        (await program.PostAsync("/v1/track", call.ToJsonString())).ShouldBe(HttpStatusCode.Unauthorized, "auth.required");
        (await program.PostAsync("/v1/track", With(call, key[..^2] + "xx"))).ShouldBe(HttpStatusCode.Unauthorized, "auth.required");
        (await program.PostAsync("/v1/track", With(call, readOnly))).ShouldBe(HttpStatusCode.Forbidden, "auth.forbidden");
        // Only here does a body open doors.
        (await program.PostAsync("/analytics/events", With(new JsonObject { ["type"] = "a" }, key))).ShouldBe(HttpStatusCode.Unauthorized, "auth.required");
        (await owner.GetAsync("/analytics/events")).Rows.Count.ShouldBe(3);

        static string With(JsonObject call, string key) => new JsonObject(call.Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())))
        {
            ["writeKey"] = key,
        }.ToJsonString();
    }

    [Fact]
    public async Task Calls_become_events_as_documented()
    {
        await using var host = await TestHost.StartAsync(new FakeTimeProvider(Now));
        using var owner = await host.RegisterAsync();
        var lead = Guid.CreateVersion7();
        var answer = (await owner.PostAsync("/v1/batch", """
            {"batch":[
              {"type":"track","event":"Order Completed","userId":"u1","anonymousId":"a1","messageId":"m1",
               "properties":{"revenue":39.95,"value":7,"plan":"gold","lead_id":"LEAD","page_url":"own"},"timestamp":"2026-03-01T09:50:00Z",
               "context":{"campaign":{"name":"spring"}}},
              {"type":"track","event":"Order Completed","userId":"u1","messageId":"m1"},
              {"type":"page","anonymousId":"a1","name":"Prices","category":"Docs","properties":{"path":"/prices"}},
              {"type":"screen","userId":7,"name":"Home"},
              {"type":"identify","userId":"u1","traits":{"plan":"gold"}},
              {"type":"group","userId":"u1","groupId":"g1","traits":{"size":3}},
              {"type":"alias","userId":"u1","previousId":"a1"},
              {"type":"track","userId":"u1"},
              {"type":"track","event":"Nobody"},
              {"type":"dance","userId":"u1"},
              7],
             "sentAt":"2026-03-01T10:00:00Z","context":{"campaign":{"name":"outer","source":"mail"},"page":{"url":"https://a.example"},"ip":"10.0.0.1"}}
            """.Replace("LEAD", lead.ToString(), StringComparison.Ordinal))).ShouldBe(HttpStatusCode.OK);
        (answer["accepted"].GetInt32(), answer["duplicates"].GetInt32(), answer["dropped"].GetInt32()).ShouldBe((6, 1, 4));
        answer.Headers["X-Callsight-Dropped"].ShouldBe("4");
        answer["errors"].EnumerateArray().Select(e => (e.GetProperty("index").GetInt32(), e.GetProperty("code").GetString())).ShouldBe(
            [(7, "event.type_missing"), (8, "event.user_missing"), (9, "event.kind_unknown"), (10, "event.not_an_object")]);

        var rows = (await owner.GetAsync("/analytics/events")).Rows.ToDictionary(e => e.GetProperty("type").GetString()!);
        rows.Keys.ShouldBe(["Order Completed", "page_viewed", "screen_viewed", "user_identified", "group_identified", "user_aliased"], ignoreOrder: true);
        var order = rows["Order Completed"];
        // Two hours slow, and ten minutes before it was sent.
        (Now - order.GetProperty("occurred_at").GetDateTimeOffset()).ShouldBe(TimeSpan.FromMinutes(10));
        order.GetProperty("user_id").GetString().ShouldBe("u1");
        order.GetProperty("amount").GetDecimal().ShouldBe(39.95m);
        order.GetProperty("value").GetDouble().ShouldBe(7);
        order.GetProperty("lead_id").GetGuid().ShouldBe(lead);
        var properties = order.GetProperty("properties");
        Text(properties, "plan", "anonymous_id", "campaign_name", "campaign_source", "page_url").ShouldBe(["gold", "a1", "spring", "mail", "own"]);
        properties.GetRawText().ShouldNotContain("10.0.0.1");
        Text(rows["page_viewed"].GetProperty("properties"), "name", "category", "path").ShouldBe(["Prices", "Docs", "/prices"]);
        rows["page_viewed"].GetProperty("user_id").GetString().ShouldBe("a1");
        rows["screen_viewed"].GetProperty("user_id").GetString().ShouldBe("7");
        Text(rows["group_identified"].GetProperty("properties"), "group_id").ShouldBe(["g1"]);
        Text(rows["user_aliased"].GetProperty("properties"), "previous_id").ShouldBe(["a1"]);
    }

    [Fact]
    public async Task What_is_too_large_or_no_JSON_is_refused_as_a_whole_and_a_large_event_alone()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        var large = new string('x', 33 * 1024);
        (await owner.PostAsync("/v1/track", new { @event = "a", userId = "u", properties = new { large } }))
            .ShouldBe(HttpStatusCode.BadRequest, "segment.too_large");
        (await owner.PostAsync("/v1/batch", new { batch = Enumerable.Repeat(new { type = "track", @event = "a", userId = "u" }, 2_501) }))
            .ShouldBe(HttpStatusCode.BadRequest, "segment.too_large");
        (await owner.PostAsync("/v1/batch", "{")).ShouldBe(HttpStatusCode.BadRequest, "request.malformed");
        var answer = (await owner.PostAsync("/v1/batch", new
        {
            batch = new object[]
            {
                new { type = "track", @event = "a", userId = "u", properties = new { large } },
                new { type = "track", @event = "b", userId = "u" },
            },
        })).ShouldBe(HttpStatusCode.OK);
        answer["errors"].EnumerateArray().ShouldHaveSingleItem().GetProperty("code").GetString().ShouldBe("event.too_large");
        (await owner.GetAsync("/analytics/events")).Rows.ShouldHaveSingleItem().GetProperty("type").GetString().ShouldBe("b");
    }

    private static (string, string) Basic(string key) => ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":")));

    private static List<string?> Text(JsonElement json, params string[] names) => [.. names.Select(n => json.GetProperty(n).GetString())];

    private static async Task<string> KeyAsync(ApiClient owner, string scope) =>
        (await owner.PostAsync("/api-keys", new { name = "Site", scopes = new[] { scope } }))["key"].GetString()!;
}
