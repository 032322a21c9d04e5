using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Callsight.Tests.Support;

namespace Callsight.Tests.App.Reporting;

[AlsoOnPostgres]
public sealed class DashboardTests
{
    private const string Boards = "/analytics/dashboards";

    [Fact]
    public async Task A_widget_says_what_the_same_question_says()
    {
        using var owner = await FilledAsync();
        foreach (var starter in (await owner.GetAsync($"{Boards}/starters")).ShouldBe(HttpStatusCode.OK).Rows)
        {
            var board = (await owner.PostAsync($"{Boards}/import", starter.GetRawText())).ShouldBe(HttpStatusCode.Created);
            foreach (var widget in board["widgets"].EnumerateArray())
            {
                var shown = await DataAsync(owner, Id(widget), "?start_date=2026-03-20&end_date=2026-04-05");
                var config = widget.GetProperty("config");
                if (shown["answer"].ValueKind is not JsonValueKind.Object)
                    continue;
                var type = widget.GetProperty("widget_type").GetString();
                var asked = await owner.PostAsync("/analytics/query", new
                {
                    metrics = config.GetProperty("metrics"),
                    dimensions = config.GetProperty("dimensions"),
                    order_by = type == "leaderboard" ? "-" + config.GetProperty("metrics")[0].GetString() : config.GetProperty("order_by").GetString(),
                    interval = config.GetProperty("interval").GetString() ?? (type is "metric" or "line" ? "day" : null),
                    compare = type == "metric" ? "previous_period" : null,
                    limit = type == "leaderboard" ? 10 : (int?)null,
                    other = type == "pie" ? true : (bool?)null,
                    start_date = "2026-03-20",
                    end_date = "2026-04-05",
                });
                foreach (var part in new[] { "columns", "rows", "totals", "comparison" })
                    shown["answer"].GetProperty(part).GetRawText().ShouldBe(asked.ShouldBe(HttpStatusCode.OK)[part].GetRawText(), $"{widget} {part}");
            }
        }

        (await owner.GetAsync(Boards)).Rows.Select(b => b.GetProperty("name").GetString()).ShouldBe(["Campaign manager", "Agent", "Supervisor", "Today"]);
    }

    [Fact]
    public async Task A_board_narrows_its_widgets_and_can_be_looked_at_otherwise_for_a_moment()
    {
        using var owner = await FilledAsync();
        var board = await owner.CreateAsync(Boards, new { name = "Web", period = "last_7_days", filter = Is("source", "web") });
        var all = await WidgetAsync(owner, board, "metric", new { metrics = new[] { "leads_generated" } });
        var vip = await WidgetAsync(owner, board, "metric", new { metrics = new[] { "leads_generated" }, filter = Is("priority", "high") });
        var own = await WidgetAsync(owner, board, "metric", new { metrics = new[] { "leads_generated" }, period = "last_month" });
        const string Days = "?start_date=2026-03-01&end_date=2026-04-30";
        (await TotalAsync(all, Days)).ShouldBe(2);
        (await TotalAsync(vip, Days)).ShouldBe(1);
        (await TotalAsync(all, Days + "&filter={}")).ShouldBe(3);
        (await TotalAsync(all, Days + $"&filter={Uri.EscapeDataString(JsonSerializer.Serialize(Is("source", "phone")))}")).ShouldBe(1);
        (await TotalAsync(all, "?period=last_3000_days")).ShouldBe(2);
        (await TotalAsync(all, "")).ShouldBe(0);
        var shown = await DataAsync(owner, own, Days);
        shown["start_date"].GetString().ShouldNotBe("2026-03-01");
        (await owner.GetAsync($"/analytics/widgets/{all}/data?period=last_blue_moon")).ShouldBe(HttpStatusCode.BadRequest).Fields.ShouldBe(["period"]);
        (await owner.GetAsync($"/analytics/widgets/{all}/data?filter=nonsense")).ShouldBe(HttpStatusCode.BadRequest).Fields.ShouldBe(["filter"]);

        async Task<int> TotalAsync(Guid widget, string query) =>
            (await DataAsync(owner, widget, query))["answer"].GetProperty("totals").GetProperty("leads_generated").GetInt32();
    }

    [Fact]
    public async Task A_heatmap_adds_halves_of_hours_of_the_wall_clock_also_when_clocks_change()
    {
        using var owner = await FilledAsync();
        var board = await owner.CreateAsync(Boards, new { name = "Hours" });
        const string Days = "?start_date=2026-03-20&end_date=2026-04-05";
        var calls = await CellsAsync("calls_total");
        // 10:00 in Berlin on Fridays, before (CET) and after (CEST) the change of 29 March: three calls, two of them answered.
        calls[(5, 10)].ShouldBe(3m);
        calls.Values.Sum().ShouldBe(4m);
        (await CellsAsync("average_call_time"))[(5, 10)].ShouldBe(60m);
        (await CellsAsync("average_call_time"))[(5, 11)].ShouldBeNull();
        (await owner.PostAsync($"{Boards}/{board}/widgets", Widget("heatmap", new { metrics = new[] { "active_agents" } })))
            .ShouldBe(HttpStatusCode.BadRequest).Fields.ShouldBe(["config.metrics"]);

        async Task<Dictionary<(int, int), decimal?>> CellsAsync(string metric)
        {
            var widget = await WidgetAsync(owner, board, "heatmap", new { metrics = new[] { metric } });
            return (await DataAsync(owner, widget, Days))["cells"].EnumerateArray().ToDictionary(
                c => (c.GetProperty("weekday").GetInt32(), c.GetProperty("hour").GetInt32()),
                c => c.GetProperty("value") is { ValueKind: JsonValueKind.Number } value ? value.GetDecimal() : (decimal?)null);
        }
    }

    [Fact]
    public async Task A_board_is_seen_by_its_owner_and_by_roles_it_is_shared_with()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        using var analyst = await host.MemberAsync(owner, "analyst");
        using var supervisor = await host.MemberAsync(owner, "supervisor");
        using var agent = await host.MemberAsync(owner, "agent");
        var board = await analyst.CreateAsync(Boards, new { name = "Mine" });
        var widget = await WidgetAsync(analyst, board, "text", new { text = "Hello" });
        (await supervisor.GetAsync($"{Boards}/{board}")).ShouldBe(HttpStatusCode.NotFound, "dashboard.not_found");
        (await supervisor.GetAsync($"/analytics/widgets/{widget}/data")).ShouldBe(HttpStatusCode.NotFound, "widget.not_found");
        (await supervisor.GetAsync(Boards)).Rows.ShouldBeEmpty();
        (await owner.GetAsync($"{Boards}/{board}")).ShouldBe(HttpStatusCode.OK)["may_change"].GetBoolean().ShouldBeTrue();

        (await analyst.PatchAsync($"{Boards}/{board}", new { shared_with = new[] { "boss" } })).ShouldBe(HttpStatusCode.BadRequest).Fields.ShouldBe(["shared_with"]);
        (await analyst.PatchAsync($"{Boards}/{board}", new { shared_with = new[] { "supervisor" } })).ShouldBe(HttpStatusCode.OK);
        (await supervisor.GetAsync($"{Boards}/{board}")).ShouldBe(HttpStatusCode.OK)["may_change"].GetBoolean().ShouldBeFalse();
        (await supervisor.GetAsync($"/analytics/widgets/{widget}/data")).ShouldBe(HttpStatusCode.OK)["text"].GetString().ShouldBe("Hello");
        (await supervisor.PatchAsync($"{Boards}/{board}", new { name = "Yours" })).ShouldBe(HttpStatusCode.Forbidden, "dashboard.not_yours");
        (await supervisor.DeleteAsync($"{Boards}/{board}/widgets/{widget}")).ShouldBe(HttpStatusCode.Forbidden, "dashboard.not_yours");
        (await agent.GetAsync(Boards)).ShouldBe(HttpStatusCode.Forbidden, "auth.forbidden");

        var copy = (await supervisor.PostAsync($"{Boards}/{board}/duplicate", null)).ShouldBe(HttpStatusCode.Created);
        copy["name"].GetString().ShouldBe("Mine (copy)");
        (await supervisor.PatchAsync($"{Boards}/{copy["id"].GetGuid()}", new { name = "Ours" })).ShouldBe(HttpStatusCode.OK);
        (await analyst.GetAsync(Boards)).Rows.Count.ShouldBe(1);
        (await analyst.DeleteAsync($"{Boards}/{board}")).ShouldBe(HttpStatusCode.NoContent);
        (await supervisor.GetAsync($"/analytics/widgets/{widget}/data")).ShouldBe(HttpStatusCode.NotFound, "widget.not_found");
    }

    [Fact]
    public async Task A_widget_whose_metric_was_taken_out_says_so_and_the_others_go_on()
    {
        using var owner = await FilledAsync();
        await owner.PostAsync("/analytics/metrics", new { name = "visits", title = "Visits", @event = "page_viewed", aggregate = "count" });
        var board = await owner.CreateAsync(Boards, new { name = "Mixed" });
        var broken = await WidgetAsync(owner, board, "metric", new { metrics = new[] { "visits" } });
        var whole = await WidgetAsync(owner, board, "metric", new { metrics = new[] { "calls_total" } });
        (await owner.DeleteAsync("/analytics/metrics/visits")).ShouldBe(HttpStatusCode.NoContent);
        (await owner.GetAsync($"/analytics/widgets/{broken}/data")).ShouldBe(HttpStatusCode.BadRequest).Fields.ShouldBe(["metrics[0]"]);
        await DataAsync(owner, whole, "");
        (await owner.GetAsync($"{Boards}/{board}")).ShouldBe(HttpStatusCode.OK)["widgets"].GetArrayLength().ShouldBe(2);
        // What is broken can be copied, moved and mended.
        (await owner.PostAsync($"{Boards}/{board}/duplicate", null)).ShouldBe(HttpStatusCode.Created);
        (await owner.SendAsync(HttpMethod.Put, $"{Boards}/{board}/layout", new
        {
            widgets = new[] { new { id = broken, position = new { x = 8, y = 3, w = 4, h = 2 } } },
        })).ShouldBe(HttpStatusCode.OK)["widgets"].EnumerateArray().Single(w => Id(w) == broken).GetProperty("position").GetProperty("x").GetInt32().ShouldBe(8);
        (await owner.PatchAsync($"{Boards}/{board}/widgets/{broken}", new { config = new { metrics = new[] { "calls_total" } } })).ShouldBe(HttpStatusCode.OK);
        await DataAsync(owner, broken, "");
    }

    [Fact]
    public async Task Who_follows_a_board_sees_its_widgets_move_as_long_as_they_may_see_it()
    {
        await using var host = await TestHost.StartAsync(settings: ["--Realtime:RecheckSeconds=1", "--Realtime:FiguresMilliseconds=100"]);
        using var owner = await host.RegisterAsync();
        using var supervisor = await host.MemberAsync(owner, "supervisor");
        using var stranger = await host.RegisterAsync();
        var board = await owner.CreateAsync(Boards, new { name = "Live", shared_with = new[] { "supervisor" }, period = "last_7_days" });
        var calls = await WidgetAsync(owner, board, "metric", new { metrics = new[] { "calls_total" } });
        var text = await WidgetAsync(owner, board, "text", new { text = "Hello" });
        await using var watching = await LiveClient.ConnectAsync(host, supervisor);
        await using var other = await LiveClient.ConnectAsync(host, stranger);
        (await other.FollowAsync($"dashboard:{board}")).GetProperty("refused")[0].GetProperty("code").GetString().ShouldBe("dashboard.not_found");
        (await watching.FollowAsync($"dashboard:{board}")).GetProperty("refused").GetArrayLength().ShouldBe(0);
        await watching.SeenAsync(m => m.Method == "Metrics" && m.Text("widget_id") == $"{text}" && m.Text("text") == "Hello", "the text came");
        await watching.SeenAsync(m => IsCount(m, 0), "no calls yet");
        (await owner.PostAsync("/calls", new { direction = "inbound", status = "missed", started_at = DateTimeOffset.UnixEpoch.AddDays(Today) }))
            .ShouldBe(HttpStatusCode.Created);
        await watching.SeenAsync(m => IsCount(m, 1), "the call was counted");

        (await owner.PatchAsync($"{Boards}/{board}", new { shared_with = Array.Empty<string>() })).ShouldBe(HttpStatusCode.OK);
        await watching.SeenAsync(m => m.Method == "Refused" && m.Text("topic") == $"dashboard:{board}", "it is theirs no more");
        other.Messages.ShouldNotContain(m => m.Method == "Metrics");

        bool IsCount(LiveMessage m, int count) => m.Method == "Metrics" && m.Text("widget_id") == $"{calls}"
            && m.Body.GetProperty("answer").GetProperty("totals").GetProperty("calls_total").GetInt32() == count;
    }

    private static double Today => Math.Floor((TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalDays);

    [Fact]
    public async Task What_is_exported_can_be_imported_as_it_is()
    {
        using var owner = await FilledAsync();
        var starter = (await owner.GetAsync($"{Boards}/starters")).Rows[2];
        var made = (await owner.PostAsync($"{Boards}/import", starter.GetRawText())).ShouldBe(HttpStatusCode.Created)["id"].GetGuid();
        var exported = (await owner.GetAsync($"{Boards}/{made}/export")).ShouldBe(HttpStatusCode.OK);
        var again = (await owner.PostAsync($"{Boards}/import", exported.Text)).ShouldBe(HttpStatusCode.Created)["id"].GetGuid();
        (await owner.GetAsync($"{Boards}/{again}/export")).Text.ShouldBe(exported.Text);
        var wrong = JsonNode.Parse(exported.Text)!;
        wrong["widgets"]![1]!["config"]!["metrics"] = new JsonArray("conversion_rat");
        (await owner.PostAsync($"{Boards}/import", wrong.ToJsonString())).ShouldBe(HttpStatusCode.BadRequest).Fields.ShouldBe(["widgets[1].config.metrics[0]"]);
        (await owner.GetAsync(Boards)).Rows.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("""{"title":"x","widget_type":"pie","config":{"metrics":["calls_total"]}}""", "config.dimensions")]
    [InlineData("""{"title":"x","widget_type":"metric","config":{"metrics":["calls_total","cost"]}}""", "config.metrics")]
    [InlineData("""{"title":"x","widget_type":"metric","config":{}}""", "config.metrics")]
    [InlineData("""{"title":"x","widget_type":"metric","config":{"metrics":["calls_totl"]}}""", "config.metrics[0]")]
    [InlineData("""{"title":"x","widget_type":"bar","config":{"metrics":["calls_total"]}}""", "config.dimensions")]
    [InlineData("""{"title":"x","widget_type":"leaderboard","config":{"metrics":["calls_total"],"dimensions":["status"]}}""", "config.dimensions")]
    [InlineData("""{"title":"x","widget_type":"funnel","config":{}}""", "config.funnel")]
    [InlineData("""{"title":"x","widget_type":"text","config":{}}""", "config.text")]
    [InlineData("""{"title":" ","widget_type":"text","config":{"text":"a"}}""", "title")]
    [InlineData("""{"title":"x","widget_type":"text","config":{"text":"a"},"position":{"x":10,"y":0,"w":4,"h":1}}""", "position")]
    [InlineData("""{"title":"x","widget_type":"metric","config":{"metrics":["calls_total"],"filter":{"field":"sorce","op":"eq","value":"a"}}}""", "config.filter.field")]
    [InlineData("""{"title":"x","widget_type":"metric","config":{"metrics":["calls_total"],"period":"someday"}}""", "config.period")]
    public async Task A_widget_that_could_not_be_answered_is_not_kept(string widget, string field)
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var board = await owner.CreateAsync(Boards, new { name = "Empty" });
        (await owner.PostAsync($"{Boards}/{board}/widgets", widget)).ShouldBe(HttpStatusCode.BadRequest).Fields.ShouldContain(field);
        (await owner.GetAsync($"{Boards}/{board}"))["widgets"].GetArrayLength().ShouldBe(0);
    }

    private static async Task<ApiClient> FilledAsync()
    {
        var host = await TestHost.SharedAsync();
        var owner = await host.RegisterAsync();
        (await owner.PatchAsync("/tenant", new { time_zone = "Europe/Berlin" })).ShouldBe(HttpStatusCode.OK);
        await owner.ImportAsync(
            "Id,At,Source,Priority\nA,2026-03-20T08:00:00Z,web,high\nB,2026-03-21T08:00:00Z,web,low\nC,2026-04-03T08:00:00Z,phone,high\n",
            """{"kind":"leads","fields":{"external_id":"Id","created_at":"At","source":"Source","priority":"Priority"}}""");
        foreach (var (at, talk, status) in new[]
                 {
                     ("2026-03-20T09:10:00Z", 30, "completed"), ("2026-03-27T09:20:00Z", 90, "completed"), ("2026-04-03T08:30:00Z", 0, "missed"),
                     ("2026-04-03T09:30:00Z", 0, "missed"),
                 })
            (await owner.PostAsync("/calls", new { direction = "inbound", status, started_at = at, talk_seconds = talk })).ShouldBe(HttpStatusCode.Created);
        await host.CaughtUpAsync();
        return owner;
    }

    private static object Is(string field, string value) => new { field, op = "eq", value };

    private static object Widget(string type, object config) => new { title = type, widget_type = type, config };

    private static Task<Guid> WidgetAsync(ApiClient client, Guid board, string type, object config) =>
        client.CreateAsync($"{Boards}/{board}/widgets", Widget(type, config));

    private static async Task<ApiAnswer> DataAsync(ApiClient client, Guid widget, string query) =>
        (await client.GetAsync($"/analytics/widgets/{widget}/data{query}")).ShouldBe(HttpStatusCode.OK);

    private static Guid Id(JsonElement thing) => thing.GetProperty("id").GetGuid();
}
