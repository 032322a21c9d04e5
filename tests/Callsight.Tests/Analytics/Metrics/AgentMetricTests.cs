using Callsight.Analytics.Querying;
using Callsight.Core;
using Callsight.Tests.Support;

namespace Callsight.Tests.Analytics.Metrics;

public sealed class AgentMetricTests
{
    [Theory, EveryEngine, Proves("available_time")]
    public async Task States_are_cut_at_the_edges_of_the_day(string engine)
    {
        var figure = await Asked.TotalAsync(engine, "available_time",
        [
            Rows.State("available", "03-01 22:00", "01:00"),
            Rows.State("busy", "01:00", "02:00"),
            Rows.State("available", "02:00", "02:30", Rows.Ben),
            Rows.State("available", "23:15", "03-03 09:00"),
            Rows.State("available", "03-03 10:00", "03-03 11:00"),
        ]);
        // 1 h of the night + 30 min of Ben + 45 min before midnight = 3,600 + 1,800 + 2,700.
        figure.ShouldBe(new Figure(8_100, 8_100, null));
    }

    [Theory, EveryEngine, Proves("available_time")]
    public async Task An_open_state_ends_now(string engine) =>
        // From 09:00 to 12:00, the moment of the question: 3 h.
        (await Asked.TotalAsync(engine, "available_time", [Rows.State("available", "09:00")], now: "12:00"))
            .ShouldBe(new Figure(10_800, 10_800, null));

    [Theory, EveryEngine, Proves("available_time")]
    public async Task An_open_state_of_an_earlier_day_is_cut_at_its_end(string engine) =>
        // Asked two days later: from 21:00 to midnight, 3 h.
        (await Asked.TotalAsync(engine, "available_time", [Rows.State("available", "21:00")], now: "03-04 12:00"))
            .ShouldBe(new Figure(10_800, 10_800, null));

    [Theory, EveryEngine, Proves("available_time")]
    public async Task A_state_that_has_not_begun_takes_no_time(string engine) =>
        // One open state begins three hours after the question, one ended, by a crooked clock, before it began.
        (await Asked.TotalAsync(engine, "available_time",
            [Rows.State("available", "15:00"), Rows.State("available", "10:00", "09:00", Rows.Ben)], now: "12:00"))
            .ShouldBe(new Figure(0, 0, null));

    [Theory, EveryEngine, Proves("available_time")]
    public async Task Hours_of_a_day_share_a_state_between_them(string engine)
    {
        var store = await AnalyticsEngine.OpenAsync(engine);
        var tenant = await Asked.TenantWithAsync(store, Rows.State("available", "09:40", "11:15"));
        var answer = await Asked.AskAsync(store, Asked.Query("available_time", tenant, interval: Interval.Hour));
        // 20 min, 60 min, 15 min; nought in the other 21 hours.
        answer.Rows.Skip(9).Take(3).Select(r => r.Figures[0].Value).ShouldBe([1_200, 3_600, 900]);
        answer.Rows.Count.ShouldBe(24);
        answer.Rows.Sum(r => r.Figures[0].Value).ShouldBe(5_700);
    }

    [Theory, EveryEngine, Proves("occupancy")]
    public async Task Occupancy_is_contact_time_of_contact_and_available_time(string engine)
    {
        var figure = await Asked.TotalAsync(engine, "occupancy",
        [
            Rows.Call("09:00", "09:10", talk: 500, hold: 100, wrapUp: 300),
            Rows.State("busy", "09:00", "09:15"),
            Rows.State("available", "09:15", "09:20"),
            Rows.State("on_break", "09:20", "10:00"),
        ]);
        // 900 s on the contact, 300 s waiting for the next: 900 / 1,200 = 75 %.
        figure.ShouldBe(new Figure(75, 900, 1_200));
    }

    [Theory, EveryEngine, Proves("occupancy"), Proves("calls_per_hour")]
    public async Task Nobody_at_work_is_no_value(string engine)
    {
        CatalogueEvent[] rows = [Rows.State("on_break", "09:00", "17:00")];
        (await Asked.TotalAsync(engine, "occupancy", rows)).ShouldBe(new Figure(null, 0, 0));
        (await Asked.TotalAsync(engine, "calls_per_hour", rows)).ShouldBe(new Figure(null, 0, 0));
    }

    [Theory, EveryEngine, Proves("calls_per_hour")]
    public async Task Calls_per_hour_are_of_available_and_busy_hours(string engine)
    {
        var figure = await Asked.TotalAsync(engine, "calls_per_hour",
        [
            Rows.Call("09:00", "09:10"),
            Rows.Call("09:30", "09:40"),
            Rows.State("busy", "09:00", "09:10"),
            Rows.State("available", "09:10", "15:00"),
            Rows.State("in_meeting", "15:00", "16:00"),
        ]);
        // 2 calls in 10 min + 5 h 50 min = 6 h: exactly a third of a call an hour.
        figure.ShouldBe(new Figure(1m / 3, 2, 21_600));
    }

    [Theory, EveryEngine, Proves("active_agents")]
    public async Task An_agent_is_active_by_a_state_or_by_a_call(string engine)
    {
        var (carl, dora, eve, finn) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var figure = await Asked.TotalAsync(engine, "active_agents",
        [
            Rows.State("available", "09:00", "10:00"),
            Rows.State("on_break", "10:00", "11:00"),
            Rows.State("offline", "00:00", "23:00", Rows.Ben),
            Rows.Unanswered("12:00", "missed", agent: carl),
            Rows.Call("03-01 23:55", "00:05", agent: dora),
            Rows.State("available", "03-01 09:00", "00:00", eve),
            Rows.State("available", "03-03 00:00", "03-03 10:00", eve),
            Rows.Call("03-03 00:00", "03-03 00:05", agent: finn),
        ]);
        // Ada by her states (once, though twice), Carl by a call he did not take, Dora by one that ended in the day.
        // Ben was offline, Eve stopped as the day began, Finn's call belongs to the next day.
        figure.ShouldBe(new Figure(3, 3, null));
    }

    [Theory, EveryEngine, Proves("active_agents")]
    public async Task The_whole_counts_an_agent_once_whatever_the_parts_say(string engine)
    {
        var store = await AnalyticsEngine.OpenAsync(engine);
        var tenant = await Asked.TenantWithAsync(store, Rows.State("available", "09:30", "11:30"));
        var answer = await Asked.AskAsync(store, Asked.Query("active_agents", tenant, interval: Interval.Hour));
        // Active in the hours 9, 10 and 11: three parts of one, and one in all.
        answer.Rows.Sum(r => r.Figures[0].Value).ShouldBe(3);
        answer.Totals[0].Value.ShouldBe(1);
    }
}
