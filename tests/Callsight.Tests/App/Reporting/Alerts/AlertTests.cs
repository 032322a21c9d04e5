using System.Net;
using System.Text.Json;
using Callsight.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Callsight.Tests.App.Reporting.Alerts;

public sealed class AlertTests
{
    [Fact]
    public async Task An_alert_is_kept_changed_and_taken_out()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        var made = (await owner.PostAsync("/analytics/alerts", AlertSteps.Body(new
        {
            filter = new { field = "direction", op = "eq", value = "inbound" },
            condition = new { op = "gt", value = 10, clear_value = 6.5, for_intervals = 2 },
            channels = new { live = true, roles = new[] { "supervisor" }, email = new[] { owner.Email } },
        }))).ShouldBe(HttpStatusCode.Created);
        made["webhook_secret"].GetString()!.ShouldStartWith("whsec_");
        var path = $"/analytics/alerts/{made["id"].GetGuid()}";
        var got = (await owner.GetAsync(path)).ShouldBe(HttpStatusCode.OK);
        (got["webhook_secret"].ValueKind, got["state"].GetString(), got["enabled"].GetBoolean(), got["owner_id"].GetGuid())
            .ShouldBe((JsonValueKind.Null, "waiting", true, owner.UserId));
        got["condition"].GetProperty("clear_value").GetDecimal().ShouldBe(6.5m);
        got["filter"].GetProperty("value").GetString().ShouldBe("inbound");

        var anomaly = AlertSteps.Body(new { metric = "service_level@30", condition = new { anomaly = new { sensitivity = "high", side = "below" } }, interval = "day", min_denominator = 20 });
        var changed = (await owner.PutAsync(path, anomaly, ("If-Match", got.ETag!))).ShouldBe(HttpStatusCode.OK);
        (changed["metric"].GetString(), changed["interval"].GetString(), changed["version"].GetInt64()).ShouldBe(("service_level@30", "day", 2));
        (await owner.PutAsync(path, anomaly, ("If-Match", got.ETag!))).ShouldBe(HttpStatusCode.PreconditionFailed);
        (await owner.PostAsync("/analytics/alerts", AlertSteps.Body(new { }))).ShouldBe(HttpStatusCode.Conflict, "already_exists");
        (await owner.GetAsync("/analytics/alerts")).Rows.Select(a => a.GetProperty("name").GetString()).ShouldBe(["Many calls"]);
        (await owner.DeleteAsync(path)).ShouldBe(HttpStatusCode.NoContent);
        (await owner.GetAsync(path)).ShouldBe(HttpStatusCode.NotFound, "alert.not_found");
        (await owner.PostAsync("/analytics/alerts", AlertSteps.Body(new { }))).ShouldBe(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("""{"metric":"calls_totl"}""", "metric")]
    [InlineData("""{"name":" "}""", "name")]
    [InlineData("""{"condition":{"op":"gt"}}""", "condition.value")]
    [InlineData("""{"condition":{"value":3}}""", "condition.op")]
    [InlineData("""{"condition":{"op":"gt","value":3,"clear_value":4}}""", "condition.clear_value")]
    [InlineData("""{"condition":{"op":"lte","value":3,"clear_value":2}}""", "condition.clear_value")]
    [InlineData("""{"condition":{"op":"gt","value":3,"for_intervals":25}}""", "condition.for_intervals")]
    [InlineData("""{"condition":{"op":"gt","value":3,"anomaly":{}}}""", "condition.anomaly")]
    [InlineData("""{"condition":{"anomaly":{"sensitivity":"low","deviations":3}}}""", "condition.anomaly.deviations")]
    [InlineData("""{"condition":{"anomaly":{"deviations":0.5}}}""", "condition.anomaly.deviations")]
    [InlineData("""{"condition":null}""", "condition")]
    [InlineData("""{"interval":null}""", "interval")]
    [InlineData("""{"interval":"minute"}""", "interval")]
    [InlineData("""{"min_denominator":20}""", "min_denominator")]
    [InlineData("""{"filter":{"field":"no_such_field","op":"eq","value":1}}""", "filter.field")]
    [InlineData("""{"channels":{"roles":["king"]}}""", "channels.roles[0]")]
    [InlineData("""{"channels":{"email":["somebody@outside.test"]}}""", "channels.email[0]")]
    [InlineData("""{"channels":{"email":["https://example.com/hook"]}}""", "channels.email[0]")]
    [InlineData("""{"channels":{"webhook":"https://127.0.0.1/hook"}}""", "channels.webhook")]
    [InlineData("""{"channels":{"webhook":"somebody@example.com"}}""", "channels.webhook")]
    [InlineData("""{"threshold":5}""", "threshold")]
    public async Task Nonsense_is_refused_with_the_field_to_mend(string more, string field)
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        (await owner.PostAsync("/analytics/alerts", AlertSteps.Body(JsonElement.Parse(more)))).ShouldBe(HttpStatusCode.BadRequest).Fields.ShouldContain(field);
    }

    [Fact]
    public async Task Who_may_see_figures_sees_alerts_and_who_may_change_reports_changes_them()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        using var analyst = await host.MemberAsync(owner, "analyst");
        using var agent = await host.MemberAsync(owner, "agent");
        using var stranger = await host.RegisterAsync();
        var alert = (await analyst.PostAsync("/analytics/alerts", AlertSteps.Body(new { }))).ShouldBe(HttpStatusCode.Created)["id"].GetGuid();
        (await agent.GetAsync("/analytics/alerts")).ShouldBe(HttpStatusCode.Forbidden);
        (await agent.PostAsync("/analytics/alerts", AlertSteps.Body(new { }))).ShouldBe(HttpStatusCode.Forbidden);
        foreach (var path in new[] { $"/analytics/alerts/{alert}", $"/analytics/alerts/{alert}/incidents", $"/analytics/alerts/{alert}/evaluations" })
        {
            (await owner.GetAsync(path)).ShouldBe(HttpStatusCode.OK);
            (await stranger.GetAsync(path)).ShouldBe(HttpStatusCode.NotFound, "alert.not_found");
        }

        (await stranger.PutAsync($"/analytics/alerts/{alert}", AlertSteps.Body(new { }))).ShouldBe(HttpStatusCode.NotFound);
        (await stranger.DeleteAsync($"/analytics/alerts/{alert}")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_tenant_has_a_hundred_alerts_at_most()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        for (var i = 0; i < 100; i++)
            (await owner.PostAsync("/analytics/alerts", AlertSteps.Body(new { name = $"Alert {i}", enabled = false }))).ShouldBe(HttpStatusCode.Created);
        (await owner.PostAsync("/analytics/alerts", AlertSteps.Body(new { }))).ShouldBe(HttpStatusCode.Conflict, "alert.too_many");
        (await owner.GetAsync("/analytics/alerts?limit=200")).Rows.Count.ShouldBe(100);
    }

    [Fact]
    public async Task A_preview_has_the_figures_of_a_query_and_the_incidents_there_would_have_been()
    {
        var clock = new FakeTimeProvider(AlertSteps.Begin);
        await using var host = await TestHost.StartAsync(clock);
        using var steps = await AlertSteps.StartAsync(host, clock);
        using var stranger = await AlertSteps.StartAsync(host, clock);
        await steps.CallsAsync("03:10", 3);
        await steps.CallsAsync("04:10", 2);
        await steps.CallsAsync("05:10", 1);
        await steps.CallsAsync("08:10", 4);
        await stranger.CallsAsync("04:20", 30);
        var preview = (await steps.Owner.PostAsync("/analytics/alerts/preview", new { metric = "calls_total", condition = new { op = "gte", value = 3, clear_value = 2 }, interval = "hour" }))
            .ShouldBe(HttpStatusCode.OK);
        (preview["unit"].GetString(), preview["evaluations"].GetArrayLength()).ShouldBe(("count", 60));
        var query = (await steps.Owner.PostAsync("/analytics/query", new { metrics = new[] { "calls_total" }, start_date = "2026-03-02", end_date = "2026-03-02", interval = "hour" }))
            .ShouldBe(HttpStatusCode.OK)["rows"].EnumerateArray().Select(r => (r.GetProperty("timestamp").GetDateTimeOffset(), r.GetProperty("calls_total").GetDecimal()))
            .Where(r => r.Item1.Hour < 10).ToList();
        preview["evaluations"].EnumerateArray().Select(e => (e.GetProperty("interval_start").GetDateTimeOffset(), e.GetProperty("value").GetDecimal())).TakeLast(10).ShouldBe(query);
        preview["incidents"].EnumerateArray().Select(i => (i.GetProperty("opened_interval").GetDateTimeOffset().Hour, i.GetProperty("cleared_interval").GetDateTimeOffset().Hour))
            .ShouldBe([(3, 5), (8, 9)]);
    }

    /// <summary>Vienna springs from 02:00 to 03:00 on 29 March 2026: the day has 23 hours, and 02:00 is none of them.</summary>
    [Fact]
    public async Task The_day_on_which_clocks_change_is_one_day_with_the_figures_of_a_query()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 29, 22, 30, 0, TimeSpan.Zero));
        await using var host = await TestHost.StartAsync(clock);
        using var owner = await host.RegisterAsync();
        (await owner.PatchAsync("/tenant", new { time_zone = "Europe/Vienna" })).ShouldBe(HttpStatusCode.OK);
        // The last minute of Saturday, both sides of the gap, the last minute of Sunday.
        foreach (var (at, i) in new[] { "2026-03-28T22:59:00Z", "2026-03-29T00:59:00Z", "2026-03-29T01:01:00Z", "2026-03-29T21:59:00Z" }.Select((at, i) => (at, i)))
            await owner.CreateAsync("/calls", new { external_id = $"spring-{i}", started_at = at, talk_seconds = 30 });
        await host.CaughtUpAsync();
        var condition = new { op = "gt", value = 100 };
        var day = (await owner.PostAsync("/analytics/alerts/preview", new { metric = "calls_total", condition, interval = "day" })).ShouldBe(HttpStatusCode.OK)["evaluations"][59];
        (day.GetProperty("interval_start").GetString(), day.GetProperty("interval_end").GetString(), day.GetProperty("value").GetInt32())
            .ShouldBe(("2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00", 3));
        var hours = (await owner.PostAsync("/analytics/alerts/preview", new { metric = "calls_total", condition, interval = "hour" })).ShouldBe(HttpStatusCode.OK)["evaluations"]
            .EnumerateArray().Where(e => e.GetProperty("interval_start").GetString()!.StartsWith("2026-03-29", StringComparison.Ordinal)).ToList();
        hours.Count.ShouldBe(23);
        hours.Where(e => e.GetProperty("value").GetInt32() > 0).Select(e => e.GetProperty("interval_start").GetString())
            .ShouldBe(["2026-03-29T01:00:00+01:00", "2026-03-29T03:00:00+02:00", "2026-03-29T23:00:00+02:00"]);
    }

    [Fact]
    public async Task Nothing_to_divide_by_is_no_verdict_and_says_so()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var preview = (await owner.PostAsync("/analytics/alerts/preview", new { metric = "abandonment_rate", condition = new { op = "lt", value = 50 }, interval = "day" }))
            .ShouldBe(HttpStatusCode.OK);
        preview["evaluations"].EnumerateArray().ShouldAllBe(e => e.GetProperty("verdict").GetString() == "none" && e.GetProperty("reason").GetString() == "no_value"
            && e.GetProperty("value").ValueKind == JsonValueKind.Null);
        preview["incidents"].GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("hour")]
    [InlineData("day")]
    [InlineData("week")]
    [InlineData("month")]
    public async Task An_anomaly_of_any_interval_can_be_previewed(string interval)
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var preview = (await owner.PostAsync("/analytics/alerts/preview", new { metric = "calls_total", condition = new { anomaly = new { } }, interval })).ShouldBe(HttpStatusCode.OK);
        preview["evaluations"].GetArrayLength().ShouldBe(60);
        preview["evaluations"][0].GetProperty("reason").GetString().ShouldBe("too_little_history");
    }
}
