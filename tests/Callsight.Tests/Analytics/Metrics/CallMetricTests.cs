using Callsight.Analytics.Querying;
using Callsight.Core;
using Callsight.Tests.Support;

namespace Callsight.Tests.Analytics.Metrics;

public sealed class CallMetricTests
{
    [Theory, EveryEngine, Proves("calls_total")]
    public async Task Calls_count_where_they_start_in_either_direction(string engine)
    {
        var figure = await Asked.TotalAsync(engine, "calls_total",
        [
            Rows.Call("00:00", "00:05"),
            Rows.Call("10:00"),
            Rows.Call("23:59:59", "03-03 00:10", direction: "outbound"),
            Rows.Unanswered("12:00", "failed"),
            Rows.Call("03-01 23:59:59", "00:20"),
            Rows.Call("03-03 00:00", "03-03 00:05"),
        ]);
        // The first instant of the day is in it, that of the next is not: 00:00, 10:00, 12:00, 23:59:59.
        figure.ShouldBe(new Figure(4, 4, null));
    }

    [Theory, EveryEngine, Proves("calls_offered")]
    public async Task Offered_calls_are_inbound(string engine)
    {
        var figure = await Asked.TotalAsync(engine, "calls_offered",
        [
            Rows.Call("10:00", "10:05"),
            Rows.Unanswered("11:00", "abandoned", wait: 30),
            Rows.Call("12:00", "12:05", direction: "outbound"),
        ]);
        // One answered and one abandoned; the one dialled is not offered.
        figure.ShouldBe(new Figure(2, 2, null));
    }

    [Theory, EveryEngine, Proves("calls_handled")]
    public async Task Handled_calls_count_where_the_contact_ends(string engine)
    {
        var figure = await Asked.TotalAsync(engine, "calls_handled",
        [
            Rows.Call("03-01 23:50", "00:00"),
            Rows.Call("10:00", "10:05", direction: "outbound"),
            Rows.Call("10:30"),
            Rows.Call("23:50", "03-03 00:00"),
            Rows.Unanswered("11:00", "abandoned", wait: 30, end: "11:00:30"),
        ]);
        // Ended in the day: the one of the evening before and that of 10:00. One goes on, one ends as the next day begins.
        figure.ShouldBe(new Figure(2, 2, null));
    }

    [Theory, EveryEngine, Proves("calls_missed")]
    public async Task Missed_calls_are_those_nobody_took(string engine)
    {
        var figure = await Asked.TotalAsync(engine, "calls_missed",
        [
            Rows.Unanswered("10:00", "missed"),
            Rows.Unanswered("10:30", "missed", direction: "outbound"),
            Rows.Unanswered("11:00", "abandoned", wait: 5),
            Rows.Unanswered("12:00", "failed"),
            Rows.Call("13:00", "13:05"),
        ]);
        // Those of 10:00 and 10:30; a caller who gave up and a line that failed are not missed.
        figure.ShouldBe(new Figure(2, 2, null));
    }

    [Theory, EveryEngine, Proves("calls_abandoned"), Proves("abandonment_rate")]
    public async Task Abandoned_calls_are_a_part_of_all_offered(string engine)
    {
        CatalogueEvent[] rows =
        [
            Rows.Unanswered("10:00", "abandoned", wait: 5),
            Rows.Unanswered("10:30", "abandoned"),
            Rows.Unanswered("11:00", "missed"),
            Rows.Call("12:00", "12:05"),
            Rows.Call("13:00"),
            Rows.Call("14:00", "14:05", direction: "outbound"),
            Rows.Unanswered("15:00", "abandoned", direction: "outbound"),
        ];
        (await Asked.TotalAsync(engine, "calls_abandoned", rows)).ShouldBe(new Figure(2, 2, null));
        // Inbound: 2 abandoned, 1 missed, 1 answered, 1 going on; 2 / 5 = 40 %. The two dialled do not count.
        (await Asked.TotalAsync(engine, "abandonment_rate", rows)).ShouldBe(new Figure(40, 2, 5));
    }

    [Theory, EveryEngine, Proves("abandonment_rate")]
    public async Task Without_offered_calls_there_is_no_rate(string engine) =>
        (await Asked.TotalAsync(engine, "abandonment_rate", [Rows.Call("10:00", "10:05", direction: "outbound")]))
            .ShouldBe(new Figure(null, 0, 0));

    [Theory, EveryEngine, Proves("transfer_rate")]
    public async Task Transfers_are_a_part_of_handled_calls(string engine)
    {
        var figure = await Asked.TotalAsync(engine, "transfer_rate",
        [
            Rows.Call("10:00", "10:05", transferred: true),
            Rows.Call("11:00", "11:05"),
            Rows.Call("12:00", "12:05"),
            Rows.Call("13:00", "13:05"),
            Rows.Call("14:00", transferred: true),
        ]);
        // 1 / 4 = 25 %; the call still going on is not handled yet.
        figure.ShouldBe(new Figure(25, 1, 4));
    }

    [Theory, EveryEngine, Proves("resolution_rate")]
    public async Task A_call_nobody_marked_is_not_resolved(string engine)
    {
        var figure = await Asked.TotalAsync(engine, "resolution_rate",
        [
            Rows.Call("10:00", "10:05", resolved: true),
            Rows.Call("11:00", "11:05", resolved: false),
            Rows.Call("12:00", "12:05"),
        ]);
        // 1 / 3; exact inside, rounded only when shown.
        figure.ShouldBe(new Figure(100m / 3, 1, 3));
    }

    [Theory, EveryEngine, Proves("customer_rating")]
    public async Task The_rating_is_the_mean_of_those_given(string engine)
    {
        var figure = await Asked.TotalAsync(engine, "customer_rating",
        [
            Rows.Call("10:00", "10:05", rating: 5),
            Rows.Call("11:00", "11:05", rating: 2),
            Rows.Call("12:00", "12:05"),
        ]);
        // (5 + 2) / 2 = 3.5; the call without a rating is not a rating of nought.
        figure.ShouldBe(new Figure(3.5m, 7, 2));
    }

    [Theory, EveryEngine, Proves("customer_rating")]
    public async Task Without_ratings_there_is_no_mean(string engine) =>
        (await Asked.TotalAsync(engine, "customer_rating", [Rows.Call("10:00", "10:05")])).ShouldBe(new Figure(null, 0, 0));
}
