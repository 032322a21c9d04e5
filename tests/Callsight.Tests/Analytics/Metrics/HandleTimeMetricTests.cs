using Callsight.Analytics.Querying;
using Callsight.Core;
using Callsight.Tests.Support;

namespace Callsight.Tests.Analytics.Metrics;

public sealed class HandleTimeMetricTests
{
    private static readonly CatalogueEvent[] HandledCalls =
    [
        Rows.Call("09:00", "09:05", talk: 240, hold: 30, wrapUp: 60),
        Rows.Call("10:00", "10:02:30", talk: 120.5, direction: "outbound"),
        Rows.Call("11:00", "11:00:10"),
        Rows.Call("12:00", talk: 500, hold: 500, wrapUp: 500),
        Rows.Unanswered("13:00", "abandoned", wait: 40, end: "13:00:40"),
    ];

    [Theory, EveryEngine, Proves("average_speed_of_answer")]
    public async Task Only_the_waits_of_answered_callers_count(string engine)
    {
        var figure = await Asked.TotalAsync(engine, "average_speed_of_answer",
        [
            Rows.Call("09:00", "09:05", wait: 10),
            Rows.Call("10:00", wait: 21.5),
            Rows.Call("11:00", "11:05"),
            Rows.Call("12:00", "12:05", wait: 300, direction: "outbound"),
            Rows.Unanswered("13:00", "abandoned", wait: 90),
        ]);
        // (10 + 21.5) / 2 = 15.75; an answer whose wait is not known stands in neither half.
        figure.ShouldBe(new Figure(15.75m, 31.5m, 2));
    }

    [Theory, EveryEngine, Proves("average_speed_of_answer"), Proves("service_level")]
    public async Task Nobody_known_to_have_waited_is_no_value(string engine)
    {
        CatalogueEvent[] rows = [Rows.Call("09:00", "09:05"), Rows.Unanswered("10:00", "missed", wait: 5)];
        (await Asked.TotalAsync(engine, "average_speed_of_answer", rows)).ShouldBe(new Figure(null, 0, 0));
        (await Asked.TotalAsync(engine, "service_level", rows)).ShouldBe(new Figure(null, 0, 0));
    }

    [Theory, EveryEngine, Proves("service_level")]
    public async Task The_service_level_is_variant_1(string engine)
    {
        var figure = await Asked.TotalAsync(engine, "service_level",
        [
            Rows.Call("09:00", "09:05", wait: 20),
            Rows.Call("09:10", "09:15", wait: 20.001),
            Rows.Call("09:20", "09:25", wait: 45, promised: 60),
            Rows.Unanswered("09:30", "abandoned", wait: 5),
            Rows.Unanswered("09:40", "abandoned", wait: 35),
            Rows.Call("09:50", "09:55"),
            Rows.Unanswered("10:00", "abandoned"),
            Rows.Unanswered("10:10", "missed", wait: 3),
        ]);
        // Answered in time: 20 of 20 and 45 of 60; abandoned in time: 5. Of 3 answered and 2 abandoned: 3 / 5 = 60 %.
        // A call whose wait nobody knows, answered or abandoned, can be judged neither way and is left out.
        figure.ShouldBe(new Figure(60, 3, 5));
    }

    [Theory, EveryEngine, Proves("average_call_time")]
    public async Task Call_time_is_talk_by_handled_calls(string engine) =>
        // (240 + 120.5 + nothing) / 3 calls that ended.
        (await Asked.TotalAsync(engine, "average_call_time", HandledCalls)).ShouldBe(new Figure(360.5m / 3, 360.5m, 3));

    [Theory, EveryEngine, Proves("average_handle_time")]
    public async Task Handle_time_is_talk_and_hold_and_wrap_up(string engine) =>
        // (240 + 30 + 60 + 120.5) / 3 = 150.1666...
        (await Asked.TotalAsync(engine, "average_handle_time", HandledCalls)).ShouldBe(new Figure(450.5m / 3, 450.5m, 3));

    [Theory, EveryEngine, Proves("average_hold_time")]
    public async Task Hold_time_is_over_all_handled_calls(string engine) =>
        // 30 / 3 = 10, though only one caller was on hold.
        (await Asked.TotalAsync(engine, "average_hold_time", HandledCalls)).ShouldBe(new Figure(10, 30, 3));

    [Theory, EveryEngine, Proves("average_wrap_up_time")]
    public async Task Wrap_up_time_is_over_all_handled_calls(string engine) =>
        // 60 / 3 = 20.
        (await Asked.TotalAsync(engine, "average_wrap_up_time", HandledCalls)).ShouldBe(new Figure(20, 60, 3));

    [Theory, EveryEngine, Proves("average_handle_time")]
    public async Task Without_handled_calls_there_is_no_time(string engine) =>
        (await Asked.TotalAsync(engine, "average_handle_time", [Rows.Call("12:00", talk: 500)]))
            .ShouldBe(new Figure(null, 0, 0));
}
