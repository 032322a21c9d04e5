using System.Net;
using Callsight.Tests.Support;

namespace Callsight.Tests.App.Ingestion;

public sealed class EventTypeTests
{
    private static readonly object[] Fields =
    [
        new { name = "plan", type = "text", required = true, description = "What was bought." },
        new { name = "seats", type = "number" },
        new { name = "trial", type = "truth" },
        new { name = "ends_at", type = "instant" },
        new { name = "amount", type = "number", required = true },
    ];

    [Fact]
    public async Task An_enforced_type_refuses_events_that_do_not_fit_and_names_the_field_until_it_is_taken_back()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        using var other = await host.RegisterAsync();
        string[] events =
        [
            Bought("""{"plan":"gold","seats":3,"trial":false,"ends_at":"2026-03-01T12:00:00Z","free":1}"""),
            Bought("""{"seats":3}"""), Bought("""{"plan":7}"""), Bought("""{"plan":"gold","seats":"3"}"""),
            Bought("""{"plan":"gold","trial":0}"""), Bought("""{"plan":"gold","ends_at":"soon"}"""),
            """{"type":"bought","properties":{"plan":"gold"}}""", """{"type":"seen"}""", Bought("""{"plan":"gold","seats":null}"""),
        ];
        var batch = $$"""{"events":[{{string.Join(',', events)}}]}""";
        // Once before, so that what the product keeps for a moment is the old state.
        (await owner.PostAsync("/analytics/events", batch)).ShouldBe(HttpStatusCode.Accepted)["accepted"].GetInt32().ShouldBe(events.Length);
        await DeclareAsync(owner, enforced: false);
        (await owner.PostAsync("/analytics/events", batch))["accepted"].GetInt32().ShouldBe(events.Length);
        await DeclareAsync(owner, enforced: true);
        var answer = await owner.PostAsync("/analytics/events", batch);
        answer["accepted"].GetInt32().ShouldBe(3);
        answer["errors"].EnumerateArray().Select(e => (e.GetProperty("index").GetInt32(), e.GetProperty("code").GetString(),
            e.GetProperty("message").GetString()!.Split(' ')[0])).ShouldBe(
        [
            (1, "event.field_invalid", "properties.plan"), (2, "event.field_invalid", "properties.plan"),
            (3, "event.field_invalid", "properties.seats"), (4, "event.field_invalid", "properties.trial"),
            (5, "event.field_invalid", "properties.ends_at"), (6, "event.field_invalid", "amount"),
        ]);
        (await owner.PostAsync("/v1/track", new { @event = "bought", userId = "u" }))["errors"][0].GetProperty("code").GetString().ShouldBe("event.field_invalid");
        (await other.PostAsync("/analytics/events", batch))["accepted"].GetInt32().ShouldBe(events.Length);
        (await owner.DeleteAsync("/analytics/event-types/bought")).ShouldBe(HttpStatusCode.NoContent);
        (await owner.DeleteAsync("/analytics/event-types/bought")).ShouldBe(HttpStatusCode.NotFound, "event_type.not_found");
        (await owner.PostAsync("/analytics/events", batch))["accepted"].GetInt32().ShouldBe(events.Length);
    }

    [Fact]
    public async Task A_type_shows_what_was_declared_and_what_was_learned()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        (await owner.GetAsync("/analytics/event-types/bought")).ShouldBe(HttpStatusCode.NotFound, "event_type.not_found");
        await DeclareAsync(owner, enforced: false);
        (await owner.PostAsync("/analytics/events", $$"""{"events":[{{Bought("""{"plan":"gold","seats":3,"at":"2026-03-01T12:00:00Z"}""")}},{{Bought("""{"plan":4,"list":[1]}""")}}]}"""))
            .ShouldBe(HttpStatusCode.Accepted);
        var type = (await owner.GetAsync("/analytics/event-types/bought")).ShouldBe(HttpStatusCode.OK);
        (type["description"].GetString(), type["count"].GetInt32(), type["is_declared"].GetBoolean(), type["enforced"].GetBoolean())
            .ShouldBe(("Somebody paid.", 2, true, false));
        type["fields"].EnumerateArray().Select(f => f.GetProperty("name").GetString()).ShouldBe(["plan", "seats", "trial", "ends_at", "amount"]);
        type["properties"].EnumerateArray().Select(p => (p.GetProperty("name").GetString(),
            string.Join('|', p.GetProperty("kinds").EnumerateArray().Select(k => k.GetString())), p.GetProperty("events").GetInt32())).ShouldBe(
            [("at", "instant", 1), ("list", "list", 1), ("plan", "number|text", 2), ("seats", "number", 1)]);
        (await owner.GetAsync("/analytics/event-types")).Rows.Single(t => t.GetProperty("type").GetString() == "bought")
            .GetProperty("is_declared").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_field_has_one_meaning()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var answer = await owner.PutAsync("/analytics/event-types/bought", new
        {
            fields = new[] { new { name = "plan", type = "text" }, new { name = "plan", type = "number" }, new { name = "value", type = "text" } },
        });
        answer.ShouldBe(HttpStatusCode.BadRequest).Fields.ShouldBe(["fields[1].name", "fields[2].type"]);
    }

    private static string Bought(string properties) => $$"""{"type":"bought","amount":5,"properties":{{properties}}}""";

    private static async Task DeclareAsync(ApiClient owner, bool enforced) =>
        (await owner.PutAsync("/analytics/event-types/bought", new { description = "Somebody paid.", fields = Fields, enforced })).ShouldBe(HttpStatusCode.OK);
}
