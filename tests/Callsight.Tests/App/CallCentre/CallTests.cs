using System.Net;
using System.Text.Json;
using Callsight.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Callsight.Tests.App.CallCentre;

public sealed class CallTests
{
    [Fact]
    public async Task A_live_call_is_measured_by_our_clock()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using var host = await TestHost.StartAsync(clock);
        using var owner = await host.RegisterAsync();
        var agent = await owner.CreateAsync("/agents", new { name = "Grace" });
        var call = await owner.CreateAsync("/calls", new { direction = "inbound" });
        await StepAsync(8, "answer", new { agent_id = agent });
        await StepAsync(30, "hold");
        await StepAsync(20, "resume");
        await StepAsync(12, "transfer", new { transferred_to = "second level" });
        await StepAsync(1, "hold");
        var ended = await StepAsync(4, "end", new { outcome = "sold" });
        // 8 s until the answer; 30 + 20 + 12 + 1 + 4 = 67 s on the line, of which 20 + 4 = 24 s on hold: 43 s of talk.
        (Seconds(ended, "wait"), Seconds(ended, "hold"), Seconds(ended, "talk")).ShouldBe((8, 24, 43));
        ended["status"].GetString().ShouldBe("completed");
        Seconds(await StepAsync(15, "wrap-up", new { resolved = true }), "wrap_up").ShouldBe(15);
        (await StepAsync(60, "rate", new { rating = 5 }))["rating"].GetInt32().ShouldBe(5);
        await host.CaughtUpAsync();
        (await owner.GetAsync("/analytics/events")).Rows.Select(e => e.GetProperty("type").GetString()).ShouldBe(
            ["call_rated", "call_wrapped_up", "call_ended", "call_held", "call_transferred", "call_resumed", "call_held", "call_answered",
                "call_started", "agent_created"], ignoreOrder: true);
        var figures = await owner.GetAsync("/calls/stats?start_date=2026-03-01&end_date=2026-03-01");
        (figures["calls_handled"].GetInt32(), figures["average_speed_of_answer"].GetDecimal(), figures["customer_rating"].GetDecimal())
            .ShouldBe((1, 8m, 5m));
        // 43 s of talk, 24 s on hold, 15 s after it.
        figures["average_handle_time"].GetDecimal().ShouldBe(82m);

        async Task<ApiAnswer> StepAsync(int secondsLater, string step, object? given = null)
        {
            clock.Advance(TimeSpan.FromSeconds(secondsLater));
            return (await owner.PostAsync($"/calls/{call}/{step}", given)).ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Steps_out_of_turn_are_refused()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var call = await owner.CreateAsync("/calls", new { direction = "inbound" });
        await RefusedAsync("hold", "call.not_in_progress");
        await RefusedAsync("resume", "call.not_on_hold");
        await RefusedAsync("transfer", "call.not_in_progress");
        await RefusedAsync("rate", "call.not_answered", new { rating = 5 });
        await RefusedAsync("wrap-up", "call.not_ended");
        await RefusedAsync("end", "call.not_answered", new { status = "completed" });
        (await owner.PostAsync($"/calls/{call}/end", null)).ShouldBe(HttpStatusCode.OK)["status"].GetString().ShouldBe("abandoned");
        await RefusedAsync("answer", "call.not_waiting");
        await RefusedAsync("end", "call.already_ended");

        async Task RefusedAsync(string step, string code, object? given = null) =>
            (await owner.PostAsync($"/calls/{call}/{step}", given)).ShouldBe(HttpStatusCode.Conflict, code);
    }

    [Fact]
    public async Task A_finished_call_is_recorded_whole()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        var call = (await owner.PostAsync("/calls", new
        {
            external_id = "C-1",
            direction = "outbound",
            started_at = "2026-02-10T12:00:00Z",
            answered_at = "2026-02-10T12:00:05Z",
            ended_at = "2026-02-10T12:02:05Z",
            hold_seconds = 20,
            rating = 3,
            resolved = false,
            properties = new { topic = "invoice" },
        })).ShouldBe(HttpStatusCode.Created);
        // 120 s between answer and end, 20 s of them on hold.
        (Seconds(call, "wait"), Seconds(call, "talk"), call["status"].GetString()).ShouldBe((5, 100, "completed"));
        await host.CaughtUpAsync();
        (await owner.GetAsync("/analytics/events?from=2026-02-10T00:00:00Z&to=2026-02-11T00:00:00Z")).Rows
            .Select(e => (e.GetProperty("type").GetString(), e.GetProperty("occurred_at").GetDateTimeOffset().ToString("HH:mm:ss", null))).ShouldBe(
            [("call_rated", "12:02:05"), ("call_ended", "12:02:05"), ("call_answered", "12:00:05"), ("call_started", "12:00:00")], ignoreOrder: true);
        (await owner.DeleteAsync($"/calls/{call["id"].GetGuid()}")).ShouldBe(HttpStatusCode.NoContent);
        await host.CaughtUpAsync();
        (await owner.GetAsync("/calls/stats?start_date=2026-02-10&end_date=2026-02-10"))["calls_total"].GetInt32().ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"started_at":"2199-01-01T00:00:00Z"}""", "started_at")]
    [InlineData("""{"started_at":"1969-12-31T23:59:59Z"}""", "started_at")]
    [InlineData("""{"started_at":"2026-02-10T12:00:00Z","answered_at":"2026-02-10T11:59:59Z"}""", "answered_at")]
    [InlineData("""{"started_at":"2026-02-10T12:00:00Z","ended_at":"2026-02-10T11:59:59Z"}""", "ended_at")]
    [InlineData("""{"status":"missed","rating":4}""", "rating")]
    [InlineData("""{"talk_seconds":-1}""", "talk_seconds")]
    [InlineData("""{"rating":6}""", "rating")]
    public async Task An_impossible_call_is_refused(string body, string field)
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        (await owner.PostAsync("/calls", body)).ShouldBe(HttpStatusCode.BadRequest).Fields.ShouldBe([field]);
    }

    private static decimal? Seconds(ApiAnswer call, string what) =>
        call[$"{what}_seconds"] is { ValueKind: JsonValueKind.Number } seconds ? seconds.GetDecimal() : null;
}
