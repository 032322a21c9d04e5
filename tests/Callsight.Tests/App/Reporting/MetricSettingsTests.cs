using System.Net;
using Callsight.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Callsight.Tests.App.Reporting;

/// <summary>What a tenant decides about its metrics, through the API.</summary>
public sealed class MetricSettingsTests
{
    [Fact]
    public async Task The_chosen_service_level_comes_back_with_its_formula_and_thresholds_go_together()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        foreach (var (status, wait) in new[] { ("completed", 10), ("completed", 40), ("abandoned", 4), ("abandoned", 60) })
            await owner.CreateAsync("/calls", new { direction = "inbound", status, started_at = "2026-02-10T12:00:00Z", ended_at = "2026-02-10T12:05:00Z", wait_seconds = wait });
        await host.CaughtUpAsync();
        var before = await AskAsync(owner, "service_level@20", "service_level@45", "service_level_variant_2@20");
        // (1 + 1) / 4, (2 + 1) / 4, 1 / 2.
        before["totals"].GetProperty("service_level@20").GetInt32().ShouldBe(50);
        before["totals"].GetProperty("service_level@45").GetInt32().ShouldBe(75);
        before["totals"].GetProperty("service_level_variant_2@20").GetInt32().ShouldBe(50);
        before["columns"][0].GetProperty("variant").GetString().ShouldBe(
            "variant 1: (answered within X + abandoned within X) / (answered + abandoned), X = 20 s");

        (await owner.PatchAsync("/tenant", new { service_level_variant = 6, short_abandon_seconds = 3 })).ShouldBe(HttpStatusCode.OK);
        var after = await AskAsync(owner, "service_level@20", "short_abandons");
        // 1 / (2 + 2 - 0): nobody gave up within 3 s.
        after["totals"].GetProperty("service_level@20").GetInt32().ShouldBe(25);
        after["totals"].GetProperty("short_abandons").GetInt32().ShouldBe(0);
        after["columns"][0].GetProperty("variant").GetString()!.ShouldStartWith("variant 6: ");
        (await owner.GetAsync("/analytics/metrics")).Rows.Single(m => m.GetProperty("name").GetString() == "service_level")
            .GetProperty("variant").GetString()!.ShouldStartWith("variant 6: ");
    }

    [Fact]
    public async Task A_caller_is_known_again_by_the_number_however_it_is_written()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        foreach (var (day, number) in new[] { (10, "+43 1 234"), (20, "0043/1234") })
            await owner.CreateAsync("/calls", new
            {
                direction = "inbound",
                status = "completed",
                started_at = $"2026-02-{day}T12:00:00Z",
                ended_at = $"2026-02-{day}T12:05:00Z",
                phone_number = number,
                resolved = true,
            });
        await host.CaughtUpAsync();
        (await AskAsync(owner, "first_contact_resolution"))["totals"].GetProperty("first_contact_resolution").GetInt32().ShouldBe(100);
        (await owner.PatchAsync("/tenant", new { repeat_window_days = 10 })).ShouldBe(HttpStatusCode.OK);
        // The caller called again on the tenth day.
        (await AskAsync(owner, "first_contact_resolution"))["totals"].GetProperty("first_contact_resolution").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task A_lead_that_comes_at_night_waits_from_the_morning_on()
    {
        // Tuesday evening in Vienna, an hour after closing.
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 2, 10, 17, 0, 0, TimeSpan.Zero));
        await using var host = await TestHost.StartAsync(clock);
        using var owner = await host.RegisterAsync();
        (await owner.PatchAsync("/tenant", new
        {
            time_zone = "Europe/Vienna",
            business_hours = new { weekly = new[] { new { day = "tuesday", from = "09:00", until = "17:00" }, new { day = "wednesday", from = "09:00", until = "17:00" } } },
        })).ShouldBe(HttpStatusCode.OK)["business_hours"].GetProperty("weekly").GetArrayLength().ShouldBe(2);
        var lead = await owner.CreateAsync("/leads", new { first_name = "Eve" });
        clock.Advance(TimeSpan.FromHours(15.5));
        owner.SignIn((await owner.PostAsync("/auth/login", new { email = owner.Email, password = TestHost.Password })).ShouldBe(HttpStatusCode.OK));
        (await owner.PostAsync($"/leads/{lead}/status", new { status = "contacted" })).ShouldBe(HttpStatusCode.OK);
        await host.CaughtUpAsync();
        var totals = (await AskAsync(owner, "lead_response_time", "lead_response_time_business"))["totals"];
        // From 18:00 to 09:30 on the clock, of which the last half hour was business.
        totals.GetProperty("lead_response_time").GetInt32().ShouldBe(55_800);
        totals.GetProperty("lead_response_time_business").GetInt32().ShouldBe(1_800);
        (await owner.PatchAsync("/tenant", new { business_hours = new { weekly = Array.Empty<object>() } }))
            .ShouldBe(HttpStatusCode.OK)["business_hours"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Theory]
    [InlineData("""{"service_level_variant":8}""", "service_level_variant")]
    [InlineData("""{"repeat_window_days":91}""", "repeat_window_days")]
    [InlineData("""{"short_abandon_seconds":-1}""", "short_abandon_seconds")]
    [InlineData("""{"business_hours":{"weekly":[{"day":"monday","from":"17:00","until":"09:00"}]}}""", "business_hours.weekly[0].until")]
    [InlineData("""{"business_hours":{"weekly":[{"day":"monday","from":"9:00","until":"17:00"}]}}""", "business_hours.weekly[0].from")]
    public async Task A_wrong_setting_is_named(string body, string field)
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        (await owner.PatchAsync("/tenant", body)).ShouldBe(HttpStatusCode.BadRequest).Fields.ShouldBe([field]);
    }

    private static async Task<ApiAnswer> AskAsync(ApiClient owner, params string[] metrics) =>
        (await owner.PostAsync("/analytics/query", new { metrics, start_date = "2026-02-10", end_date = "2026-02-11" })).ShouldBe(HttpStatusCode.OK);
}
