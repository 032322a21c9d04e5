using System.Globalization;
using Callsight.Analytics.Following;
using Callsight.Analytics.Funnels;
using Callsight.Core;
using Callsight.Tests.Support;
using static Callsight.Tests.Support.EngineFixture;

namespace Callsight.Tests.Analytics.Contracts;

/// <summary>The other ways to walk a funnel, with answers worked out by hand. Steps are events a, b, c within an hour of a.</summary>
public sealed class FunnelModeContractTests
{
    [Theory, EveryEngine]
    public async Task Strict_steps_follow_each_other_with_nothing_between(string engine)
    {
        var fixture = await OpenAsync(engine,
            [.. Walk("close", "a", "b", "c"), .. Walk("between", "a", "x", "b", "c"), .. Walk("again", "a", "a", "b", "x", "c")]);
        (await CountsAsync(fixture, q => q with { Order = FunnelOrder.Strict })).ShouldBe("3 2 1");
    }

    [Theory, EveryEngine]
    public async Task Any_order_needs_each_step_within_the_window_of_the_first_of_them(string engine)
    {
        var fixture = await OpenAsync(engine,
            [.. Walk("backwards", "c", "b", "a"), .. Walk("two", "b", "b", "a"), .. Walk("late", "c", "", "", "", "", "", "", "b", "a")]);
        // late: c at 10:00, b at 11:10 and a at 11:20: those two are within the hour.
        (await CountsAsync(fixture, q => q with { Order = FunnelOrder.Any })).ShouldBe("3 3 1");
        // The same step twice needs two events.
        (await CountsAsync(fixture, q => q with { Order = FunnelOrder.Any, Steps = [Step("b"), Step("b")] })).ShouldBe("3 1");
    }

    [Theory, EveryEngine]
    public async Task An_excluded_event_between_the_steps_takes_the_entity_out(string engine)
    {
        var fixture = await OpenAsync(engine,
            [.. Walk("clean", "a", "b", "c", "x"), .. Walk("early", "a", "x", "b", "c"), .. Walk("later", "a", "b", "x", "c"),
            .. Walk("before", "x", "a"), .. Walk("stuck", "a", "b", "x")]);
        FunnelQuery Without(FunnelQuery q, int? from, int? to) => q with { Exclude = [new FunnelExclusion("x", Filter.Everything, from, to)] };
        (await CountsAsync(fixture, q => Without(q, null, null))).ShouldBe("2 1 1");
        (await CountsAsync(fixture, q => Without(q, 1, 2))).ShouldBe("4 3 2");
        (await CountsAsync(fixture, q => Without(q, 2, 3))).ShouldBe("3 2 2");
    }

    [Theory, EveryEngine]
    public async Task What_is_held_constant_is_the_same_at_each_step(string engine)
    {
        var fixture = await OpenAsync(engine,
            [.. Walk("same", "a/p", "b/p", "c/p"), .. Walk("other", "a/p", "b/q", "c/q"), .. Walk("none", "a", "b", "c"),
            .. Walk("two", "a/p", "a/q", "b/p", "c/p")]);
        (await CountsAsync(fixture, q => q with { HoldConstant = ["source"] })).ShouldBe("3 2 2");
        (await CountsAsync(fixture, q => q)).ShouldBe("4 4 4");
    }

    [Theory, EveryEngine]
    public async Task Totals_count_each_time_after_getting_through_and_after_time_ran_out(string engine)
    {
        var fixture = await OpenAsync(engine,
            [.. Walk("twice", "a", "b", "c", "a", "b"), .. Walk("late", "a", "a", "", "", "", "", "", "", "a", "b")]);
        // late: the second a lies within the first attempt; the third begins a new one.
        (await CountsAsync(fixture, q => q with { Count = FunnelCount.Totals })).ShouldBe("4 3 1");
        (await CountsAsync(fixture, q => q)).ShouldBe("2 2 1");
    }

    [Theory, EveryEngine]
    public async Task The_first_time_of_all_time_is_the_only_entry(string engine)
    {
        var fixture = await OpenAsync(engine,
            [Event("a", "2025-12-31T10:00Z", "old"), .. Walk("old", "a", "b"), .. Walk("new", "a", "b"), .. Walk("again", "a", "", "", "", "", "", "", "a", "b")]);
        (await CountsAsync(fixture, q => q with { FirstTimeOnly = true })).ShouldBe("2 1 0");
    }

    [Theory, EveryEngine]
    public async Task A_breakdown_takes_the_value_of_the_step_it_is_told(string engine)
    {
        var fixture = await OpenAsync(engine,
            [.. Walk("one", "a/p", "b/q", "c/p"), .. Walk("two", "a/p", "b/p"), .. Walk("three", "a/r"), .. Walk("four", "a/q", "b/q")]);
        async Task<string> PartsAsync(BreakdownAttribution attribution, int? step = null, int limit = 20) => string.Join("; ",
            (await AskAsync(fixture, q => q with { Breakdown = "source", Attribution = attribution, AttributionStep = step, BreakdownLimit = limit }))
            .Breakdown.Select(part => $"{part.Value}{(part.IsOther ? "*" : "")} {Counts(part.Stages)}"));
        (await PartsAsync(BreakdownAttribution.First)).ShouldBe("p 2 2 1; q 1 1 0; r 1 0 0");
        (await PartsAsync(BreakdownAttribution.Last)).ShouldBe("p 2 2 1; q 1 1 0; r 1 0 0");
        (await PartsAsync(BreakdownAttribution.Step, 2)).ShouldBe("q 2 2 1; p 1 1 0");
        (await PartsAsync(BreakdownAttribution.All)).ShouldBe("p 2 1 0; q 1 1 0; r 1 0 0");
        (await PartsAsync(BreakdownAttribution.First, limit: 1)).ShouldBe("p 2 2 1; other* 2 1 0");
    }

    [Theory, EveryEngine]
    public async Task Who_shares_the_rest_with_several_values_is_there_once(string engine)
    {
        var fixture = await OpenAsync(engine,
            [.. Walk("one", "a/p"), .. Walk("two", "a/p"), .. Walk("three", "a/q", "a/r", "b/r")]);
        (await AskAsync(fixture, q => q with { Breakdown = "source", Attribution = BreakdownAttribution.All, BreakdownLimit = 1 }))
            .Breakdown.Select(part => $"{part.Value} {Counts(part.Stages)}").ShouldBe(["p 2 0 0", "other 1 1 0"]);
    }

    [Theory, EveryEngine]
    public async Task A_series_has_a_funnel_for_each_day_of_entry(string engine)
    {
        var fixture = await OpenAsync(engine,
            [Event("a", "2026-01-05T23:50Z", "ann"), Event("b", "2026-01-06T00:10Z", "ann"), Event("a", "2026-01-06T00:20Z", "ann")]);
        var answer = await AskAsync(fixture, q => q with { Interval = Interval.Day, Days = Days("2026-01-05", "2026-01-07") });
        answer.Series.Select(p => $"{p.Timestamp:dd} {Counts(p.Stages)}").ShouldBe(["05 1 1 0", "06 1 0 0", "07 0 0 0"]);
        Counts(answer.All.Stages).ShouldBe("1 1 0");
    }

    [Fact]
    public void Most_of_the_times_are_below_the_90th_percentile()
    {
        var tally = new Tally(2);
        for (var seconds = 0; seconds <= 10; seconds++)
            tally.Add(new CountedWay(new Way([new FollowedRow(0, 0, 1, []), new FollowedRow(1, seconds * 1_000_000, 2, [])]), false));
        // 0 to 10 s: the mean is 5, nine tenths of the way is 9.
        var stage = tally.ToAnswer(Funnel(default), null).Stages[1];
        (stage.AverageSeconds, stage.MedianSeconds, stage.P90Seconds).ShouldBe((5, 5, 9));
    }

    /// <summary>Events of a user every ten minutes from 10:00; a source after a slash, nothing where empty.</summary>
    private static IEnumerable<CatalogueEvent> Walk(string user, params string[] steps) => steps
        .Select((step, i) => (Parts: step.Split('/'), At: At("2026-01-05T10:00Z").AddMinutes(10 * i))).Where(s => s.Parts[0].Length > 0)
        .Select(s => new CatalogueEvent
        {
            Id = Guid.CreateVersion7(),
            Type = s.Parts[0],
            OccurredAt = s.At,
            UserId = user,
            Source = s.Parts.ElementAtOrDefault(1),
        });

    private static FunnelStep Step(string type) => new(type, Filter.Everything, type);

    private static FunnelQuery Funnel(TenantId tenant) => new()
    {
        Tenant = tenant,
        Entity = FollowedEntity.User,
        Steps = [Step("a"), Step("b"), Step("c")],
        Days = Days("2026-01-05", "2026-01-05"),
        Zone = TenantZone.Utc,
        Window = TimeSpan.FromHours(1),
        Now = At("2026-02-01T00:00Z"),
    };

    private static async Task<FunnelResult> AskAsync(EngineFixture fixture, Func<FunnelQuery, FunnelQuery> change)
    {
        var result = await new FunnelRunner(fixture.Engine.Sql).AskAsync(change(Funnel(fixture.Tenant)), CancellationToken.None);
        result.Problem.ShouldBeNull();
        return result.Value;
    }

    private static async Task<string> CountsAsync(EngineFixture fixture, Func<FunnelQuery, FunnelQuery> change) =>
        Counts((await AskAsync(fixture, change)).All.Stages);

    private static string Counts(IReadOnlyList<FunnelStage> stages) =>
        string.Join(' ', stages.Select(s => s.Count.ToString(CultureInfo.InvariantCulture)));
}
