using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Callsight.Tests.Support;

namespace Callsight.Tests.App.Ingestion;

public sealed class CloudEventTests
{
    private const string Path = "/analytics/cloudevents";

    [Fact]
    public async Task The_same_event_in_each_of_the_three_forms_counts_once()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        const string Structured = """
            {"specversion":"1.0","id":"1","source":"/shop","type":"order.paid","subject":"u1","time":"2026-03-01T12:00:00Z","region":"eu",
             "data":{"amount":12.5,"plan":"gold"}}
            """;
        (await owner.PostAsync(Path, Content(Structured, "application/cloudevents+json"))).ShouldBe(HttpStatusCode.Accepted)["accepted"].GetInt32().ShouldBe(1);
        (await owner.PostAsync(Path, Content($"[{Structured},{Structured.Replace("\"1\"", "\"2\"", StringComparison.Ordinal)},{{}}]",
            "application/cloudevents-batch+json"))).ShouldBe(HttpStatusCode.Accepted).Text
            .ShouldStartWith("""{"accepted":1,"duplicates":1,"rejected":1,"errors":[{"index":2,"code":"event.cloudevent_invalid",""");
        (await owner.PostAsync(Path, """{"amount":12.5,"plan":"gold"}""", Headers("1"))).ShouldBe(HttpStatusCode.Accepted)["duplicates"].GetInt32().ShouldBe(1);
        (await owner.PostAsync(Path, """{"amount":12.5,"plan":"gold"}""", Headers("3"))).ShouldBe(HttpStatusCode.Accepted)["accepted"].GetInt32().ShouldBe(1);

        var rows = (await owner.GetAsync("/analytics/events")).Rows;
        rows.Count.ShouldBe(3);
        foreach (var row in rows)
        {
            (row.GetProperty("type").GetString(), row.GetProperty("user_id").GetString(), row.GetProperty("amount").GetDecimal())
                .ShouldBe(("order.paid", "u1", 12.5m));
            row.GetProperty("occurred_at").GetDateTimeOffset().ShouldBe(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
            var properties = row.GetProperty("properties");
            new[] { "plan", "source", "subject", "region" }.Select(n => properties.GetProperty(n).GetString()).ShouldBe(["gold", "/shop", "u1", "eu"]);
        }
    }

    [Fact]
    public async Task The_same_id_from_another_source_is_another_event()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        foreach (var source in new[] { "/shop", "/app" })
            (await owner.PostAsync(Path, Content(JsonSerializer.Serialize(new { specversion = "1.0", id = "1", source, type = "a" }),
                "application/cloudevents+json"))).ShouldBe(HttpStatusCode.Accepted)["accepted"].GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task What_is_no_CloudEvent_is_refused_and_a_sender_may_register()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        (await owner.PostAsync(Path, """{"type":"a"}""")).ShouldBe(HttpStatusCode.BadRequest, "cloudevents.missing");
        (await owner.PostAsync(Path, Content("""{"specversion":"0.3","id":"1","source":"s","type":"a"}""", "application/cloudevents+json")))
            .ShouldBe(HttpStatusCode.BadRequest, "event.cloudevent_invalid");
        (await owner.PostAsync(Path, Content("{}", "application/cloudevents-batch+json"))).ShouldBe(HttpStatusCode.BadRequest, "request.malformed");
        using var sender = host.Anonymous();
        var handshake = await sender.SendAsync(HttpMethod.Options, Path, null, ("WebHook-Request-Origin", "events.example.com"));
        ((int)handshake.Status, handshake.Headers["WebHook-Allowed-Origin"], handshake.Headers["WebHook-Allowed-Rate"]).ShouldBe((204, "*", "*"));
        (await sender.PostAsync(Path, "{}", Headers("1"))).ShouldBe(HttpStatusCode.Unauthorized, "auth.required");
    }

    private static StringContent Content(string json, string type) => new(json, new MediaTypeHeaderValue(type));

    private static (string, string)[] Headers(string id) =>
    [
        ("ce-specversion", "1.0"), ("ce-id", id), ("ce-source", "/shop"), ("ce-type", "order%2Epaid"), ("ce-subject", "u1"),
        ("ce-time", "2026-03-01T12:00:00Z"), ("ce-region", "eu"),
    ];
}
