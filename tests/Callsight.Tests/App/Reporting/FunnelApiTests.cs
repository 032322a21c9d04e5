using System.Net;
using System.Text.Json;
using Callsight.Tests.Support;

namespace Callsight.Tests.App.Reporting;

[AlsoOnPostgres]
public sealed class FunnelApiTests
{
    private static readonly object[] Steps = [new { @event = "visit", name = "Visit" }, new { @event = "trial" }, new { @event = "deal" }];

    [Fact]
    public async Task Members_are_named_paged_and_as_many_as_the_stage_counts()
    {
        using var owner = await FilledAsync();
        var funnel = (await owner.PostAsync("/analytics/funnels", new { steps = Steps, start_date = "2026-01-05", end_date = "2026-01-05" }))
            .ShouldBe(HttpStatusCode.OK);
        funnel["stages"].EnumerateArray().Select(s => s.GetProperty("count").GetInt32()).ShouldBe([3, 2, 1]);

        foreach (var (stage, kind, expected) in new[]
                 {
                     (1, "reached", "Cy Lund, Bea, Ann Aas"), (2, "reached", "Bea, Ann Aas"), (3, "reached", "Ann Aas"),
                     (1, "dropped", "Cy Lund"), (2, "dropped", "Bea"), (3, "dropped", ""),
                 })
        {
            var (names, cursor) = (new List<string?>(), (string?)null);
            do
            {
                var page = (await MembersAsync(owner, stage, kind, cursor)).ShouldBe(HttpStatusCode.OK);
                page["total"].GetInt64().ShouldBe(funnel["stages"][stage - 1].GetProperty(kind == "reached" ? "count" : "dropped").GetInt64());
                names.AddRange(page.Rows.Select(r => r.GetProperty("name").GetString()));
                cursor = page["next_cursor"].GetString();
            }
            while (cursor is not null);
            string.Join(", ", names).ShouldBe(expected, $"{kind} {stage}");
        }

        var bea = (await MembersAsync(owner, 2, "dropped", null)).Rows[0];
        bea.GetProperty("reached_at").EnumerateArray().Select(t => t.ToString())
            .ShouldBe(["2026-01-05T11:00:00+00:00", "2026-01-05T12:00:00+00:00", ""]);
        bea.GetProperty("last_stage").GetString().ShouldBe("trial");
        (await MembersAsync(owner, 4, "reached", null)).ShouldBe(HttpStatusCode.BadRequest).Fields.ShouldBe(["stage"]);
        (await MembersAsync(owner, 1, "reached", "nonsense")).ShouldBe(HttpStatusCode.BadRequest).Fields.ShouldBe(["cursor"]);
    }

    [Fact]
    public async Task Parts_that_are_agents_or_campaigns_say_their_names()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        var spring = await owner.CreateAsync("/campaigns", new { name = "Spring" });
        var ann = await owner.CreateAsync("/leads", new { first_name = "Ann", campaign_id = spring });
        (await owner.PostAsync($"/leads/{ann}/status", new { status = "converted" })).ShouldBe(HttpStatusCode.OK);
        await owner.CreateAsync("/leads", new { first_name = "Bob" });
        await host.CaughtUpAsync();
        var days = (start_date: "2025-01-01", end_date: "2034-12-31");
        var funnel = await owner.PostAsync("/analytics/funnels", new
        {
            steps = new[] { new { @event = "lead_created" }, new { @event = "lead_converted" } },
            breakdown = "campaign",
            days.start_date,
            days.end_date,
        });
        var parts = funnel.ShouldBe(HttpStatusCode.OK)["breakdown"].EnumerateArray()
            .ToDictionary(p => p.GetProperty("value").GetString() ?? "", p => p.GetProperty("name").GetString());
        parts.ShouldBe(new Dictionary<string, string?> { [$"{spring}"] = "Spring", [""] = null }, ignoreOrder: true);
        var credits = await owner.PostAsync("/analytics/attribution", new
        {
            conversion_event = new { @event = "lead_converted" },
            touch_events = new[] { new { @event = "lead_created" } },
            dimension = "campaign",
            days.start_date,
            days.end_date,
        });
        credits.ShouldBe(HttpStatusCode.OK)["rows"].EnumerateArray().Select(r => r.GetProperty("name").GetString()).ShouldContain("Spring");
    }

    [Fact]
    public async Task A_saved_funnel_answers_as_if_it_were_asked()
    {
        using var owner = await FilledAsync();
        var definition = new
        {
            steps = Steps,
            window = new { value = 1, unit = "day" },
            exclude = new[] { new { @event = "noise", filter = new { field = "source", op = "eq", value = "x" } } },
            breakdown = "source",
        };
        var saved = (await owner.PostAsync("/analytics/funnels/saved", new { name = " Deals ", definition })).ShouldBe(HttpStatusCode.Created);
        var address = $"/analytics/funnels/saved/{saved["id"].GetGuid()}";
        saved["name"].GetString().ShouldBe("Deals");
        (await owner.GetAsync(address)).ShouldBe(HttpStatusCode.OK)["definition"].GetProperty("steps").GetArrayLength().ShouldBe(3);
        (await owner.GetAsync("/analytics/funnels/saved")).Rows.Count.ShouldBe(1);
        (await owner.PostAsync("/analytics/funnels/saved", new { name = "Deals", definition })).ShouldBe(HttpStatusCode.Conflict, "already_exists");

        var run = (await owner.PostAsync($"{address}/run?start_date=2026-01-05&end_date=2026-01-05", null)).ShouldBe(HttpStatusCode.OK);
        var asked = await owner.PostAsync("/analytics/funnels", new
        {
            definition.steps,
            definition.window,
            definition.exclude,
            definition.breakdown,
            start_date = "2026-01-05",
            end_date = "2026-01-05",
        });
        run.Text.ShouldBe(asked.Text);
        run["total_entry"].GetInt32().ShouldBe(3);

        var changed = new { name = "Deals of a week", definition = new { steps = Steps } };
        (await owner.SendAsync(HttpMethod.Put, address, changed, ("If-Match", "\"7\""))).ShouldBe(HttpStatusCode.PreconditionFailed, "version.stale");
        (await owner.SendAsync(HttpMethod.Put, address, changed, ("If-Match", saved.ETag!))).ShouldBe(HttpStatusCode.OK).ETag.ShouldNotBe(saved.ETag);
        (await owner.DeleteAsync(address)).ShouldBe(HttpStatusCode.NoContent);
        (await owner.GetAsync(address)).ShouldBe(HttpStatusCode.NotFound, "saved_funnel.not_found");
        (await owner.PostAsync($"{address}/run?start_date=2026-01-05&end_date=2026-01-05", null)).ShouldBe(HttpStatusCode.NotFound);
        // Its name is free again.
        await owner.CreateAsync("/analytics/funnels/saved", new { name = "Deals of a week", definition });
    }

    [Fact]
    public async Task What_could_not_be_asked_is_not_saved()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        (await owner.PostAsync("/analytics/funnels/saved", new { name = "x", definition = new { steps = Steps, breakdown = "sorce" } }))
            .ShouldBe(HttpStatusCode.BadRequest).Fields.ShouldBe(["definition.breakdown"]);
        (await owner.PostAsync("/analytics/funnels/saved", new { name = "x", definition = new { steps = Steps[..1] } }))
            .ShouldBe(HttpStatusCode.BadRequest).Fields.ShouldBe(["definition.steps"]);
        (await owner.PostAsync("/analytics/funnels/saved", new { name = " ", definition = new { steps = Steps } }))
            .ShouldBe(HttpStatusCode.BadRequest).Fields.ShouldContain("name");
        (await owner.GetAsync("/analytics/funnels/saved")).Rows.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"breakdown":"sorce"}""", "breakdown", "Did you mean source?")]
    [InlineData("""{"hold_constant":["chanel"]}""", "hold_constant[0]", "Did you mean channel?")]
    [InlineData("""{"exclude":[{"event":"x","from_step":3,"to_step":2}]}""", "exclude[0].from_step", "to a later one")]
    [InlineData("""{"exclude":[{"event":"x","from_step":1}],"order":"any"}""", "exclude[0].from_step", "In any order")]
    [InlineData("""{"breakdown":"source","breakdown_attribution":"step"}""", "breakdown_step", "number of a step")]
    [InlineData("""{"breakdown":"source","breakdown_limit":1000}""", "breakdown_limit", "1 to 200")]
    [InlineData("""{"interval":"hour","end_date":"2026-12-31"}""", "interval", "longer interval")]
    public async Task Questions_that_mean_nothing_say_what_would(string more, string field, string advice)
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var body = JsonSerializer.SerializeToNode(new { steps = Steps, start_date = "2026-01-05", end_date = "2026-01-05" })!.AsObject();
        foreach (var (name, value) in System.Text.Json.Nodes.JsonNode.Parse(more)!.AsObject())
            body[name] = value?.DeepClone();
        var answer = (await owner.PostAsync("/analytics/funnels", body)).ShouldBe(HttpStatusCode.BadRequest);
        answer.Fields.ShouldBe([field]);
        answer.Text.ShouldContain(advice);
    }

    [Fact]
    public async Task Retention_attribution_and_paths_answer_over_http()
    {
        using var owner = await FilledAsync();
        var days = new { start_date = "2026-01-05", end_date = "2026-01-05" };
        var retention = (await owner.PostAsync("/analytics/retention", new
        {
            start_event = new { @event = "visit" },
            days.start_date,
            days.end_date,
            buckets = 2,
            breakdown = "properties.it's; DROP TABLE events --",
        })).ShouldBe(HttpStatusCode.OK);
        retention["size"].GetInt32().ShouldBe(3);
        retention["cohorts"][0].GetProperty("buckets")[0].GetProperty("count").GetInt32().ShouldBe(2);
        retention["breakdown"][0].GetProperty("value").ValueKind.ShouldBe(JsonValueKind.Null);

        var attribution = (await owner.PostAsync("/analytics/attribution", new
        {
            conversion_event = new { @event = "deal" },
            touch_events = new[] { new { @event = "visit" }, new { @event = "trial" } },
            dimension = "properties.page",
            days.start_date,
            days.end_date,
        })).ShouldBe(HttpStatusCode.OK);
        attribution["conversions"].GetInt32().ShouldBe(1);
        attribution["rows"].EnumerateArray().Select(r => $"{r.GetProperty("value")} {r.GetProperty("credits")} {r.GetProperty("credited_to")}")
            .ShouldBe(["home 1 value"]);

        var paths = (await owner.PostAsync("/analytics/paths", new { start_event = new { @event = "visit" }, days.start_date, days.end_date }))
            .ShouldBe(HttpStatusCode.OK);
        paths["total"].GetInt32().ShouldBe(3);
        paths["nodes"].EnumerateArray().Select(n => $"{n.GetProperty("step")} {n.GetProperty("value")} {n.GetProperty("count")}")
            .ShouldBe(["0 visit 3", "1 trial 2", "2 deal 1"]);

        (await owner.PostAsync("/analytics/paths", new { dimension = "event_typ", days.start_date, days.end_date }))
            .ShouldBe(HttpStatusCode.BadRequest).Text.ShouldContain("Did you mean event_type?");
        (await owner.PostAsync("/analytics/retention", new { start_event = new { }, days.start_date, days.end_date, buckts = 2 }))
            .ShouldBe(HttpStatusCode.BadRequest);
    }

    private static Task<ApiAnswer> MembersAsync(ApiClient owner, int stage, string kind, string? cursor) =>
        owner.PostAsync("/analytics/funnels/members", new
        {
            steps = Steps,
            start_date = "2026-01-05",
            end_date = "2026-01-05",
            stage,
            kind,
            limit = 1,
            cursor,
        });

    /// <summary>Three leads: the first went all the way, the second tried, the third only came.</summary>
    private static async Task<ApiClient> FilledAsync()
    {
        var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var ann = await owner.CreateAsync("/leads", new { first_name = "Ann", last_name = "Aas" });
        var bea = await owner.CreateAsync("/leads", new { first_name = "Bea" });
        var cy = await owner.CreateAsync("/leads", new { first_name = "Cy", last_name = "Lund" });
        object Event(string type, Guid lead, int hour) =>
            new { type, lead_id = lead, occurred_at = $"2026-01-05T{hour}:00:00Z", properties = new { page = "home" } };
        (await owner.PostAsync("/analytics/events", new
        {
            events = new[]
            {
                Event("visit", ann, 10), Event("trial", ann, 11), Event("deal", ann, 12), Event("visit", bea, 11), Event("trial", bea, 12),
                Event("visit", cy, 12),
            },
        })).ShouldBe(HttpStatusCode.Accepted);
        return owner;
    }
}
