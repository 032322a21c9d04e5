using System.Globalization;
using System.Text.Json.Nodes;
using Callsight.Analytics.Following;
using Callsight.Analytics.Funnels;
using Callsight.Core;
using Callsight.Tests.Support;
using static Callsight.Tests.Support.EngineFixture;

namespace Callsight.Tests.Analytics.Contracts;

/// <summary>Ordered funnels, with answers worked out by hand. Steps are events a, b, c within an hour of a.</summary>
public sealed class FunnelContractTests
{
    [Theory, EveryEngine]
    public async Task Steps_count_in_order_and_within_the_window(string engine)
    {
        var fixture = await OpenAsync(engine,
            [.. Walk("all", "a 10:00:00", "b 10:00:10", "c 10:00:30"),
            .. Walk("late", "a 10:00:00", "b 10:00:20", "c 11:00:00.000001"),  // c a microsecond after the window
            .. Walk("edge", "a 10:00:00", "b 11:00:00"),                         // b on its very end
            .. Walk("backwards", "c 10:00:00", "b 10:01:00", "a 10:02:00"),
            .. Walk("stranger", "b 10:00:00", "c 10:01:00")]);
        // a: all, late, edge, backwards. b: all after 10 s, late after 20 s, edge after an hour. c: all, 20 s after b.
        (await AskAsync(fixture)).ShouldBe("4, 3 (1210 s, 20 s), 1 (20 s, 20 s)");
    }

    [Theory, EveryEngine]
    public async Task The_latest_start_that_can_go_on_wins(string engine)
    {
        var fixture = await OpenAsync(engine,
            [// The first a is too early for c; the second is not.
            .. Walk("again", "a 10:00:00", "b 10:10:00", "a 10:30:00", "b 10:40:00", "c 11:20:00"),
            // The second a has no b before c; the chain of the first goes on.
            .. Walk("first", "a 10:00:00", "b 10:10:00", "a 10:20:00", "c 10:30:00")]);
        // again: b 600 s after a, c 2,400 s after b. first: 600 s and 1,200 s.
        (await AskAsync(fixture)).ShouldBe("2, 2 (600 s, 600 s), 2 (1800 s, 1800 s)");
    }

    [Theory, EveryEngine]
    public async Task Rows_of_one_time_are_in_the_order_they_arrived(string engine)
    {
        var fixture = await OpenAsync(engine,
            [.. Walk("in order", "a 10:00:00", "b 10:00:00", "c 10:00:00"), .. Walk("not", "c 10:00:00", "b 10:00:00", "a 10:00:00")]);
        (await AskAsync(fixture)).ShouldBe("2, 1 (0 s, 0 s), 1 (0 s, 0 s)");
    }

    [Theory, EveryEngine]
    public async Task A_step_that_repeats_needs_a_second_event(string engine)
    {
        var fixture = await OpenAsync(engine, [.. Walk("once", "a 10:00:00"), .. Walk("twice", "a 10:00:00", "a 10:00:05")]);
        (await AskAsync(fixture, "a", "a")).ShouldBe("2, 1 (5 s, 5 s)");
        (await AskAsync(fixture, "a", "a", "a")).ShouldBe("2, 1 (5 s, 5 s), 0 (, )");
    }

    [Theory, EveryEngine]
    public async Task The_days_limit_the_entry_and_not_what_follows(string engine)
    {
        var fixture = await OpenAsync(engine,
            [.. Walk("over midnight", "a 23:59:00", "b 24:01:00"), .. Walk("next day", "a 24:00:00", "b 24:01:00"),
            .. Walk("day before", "a -0:01:00", "b 00:01:00")]);
        (await AskAsync(fixture, "a", "b")).ShouldBe("1, 1 (120 s, 120 s)");
    }

    [Theory, EveryEngine]
    public async Task A_breakdown_takes_the_value_at_the_entry(string engine)
    {
        var fixture = await OpenAsync(engine,
            Step("one", "a 10:00:00") with { Source = "web", Value = 1, Amount = 1.50m, Properties = new JsonObject { ["n"] = 1.0 } },
            Step("one", "b 10:00:10") with { Source = "ads" },
            Step("two", "a 10:00:00") with { Source = "web" },
            Step("none", "a 10:00:00"), Step("none", "b 10:00:01") with { Source = "web" },
            // Not the entry of the chain that goes on, which is the later one.
            Step("later", "a 10:00:00") with { Source = "web" }, Step("later", "a 10:00:01"), Step("later", "b 10:00:02"));
        async Task<string> PartsAsync(string breakdown) => string.Join("; ",
            (await FunnelAsync(fixture, Funnel(fixture, "a", "b") with { Breakdown = breakdown })).Breakdown
            .Select(part => $"{part.Value ?? "none"}: {part.TotalEntry}, {part.TotalExit}"));

        (await PartsAsync("source")).ShouldBe("none: 2, 2; web: 2, 1");
        (await PartsAsync("value")).ShouldBe("none: 3, 2; 1: 1, 1");
        (await PartsAsync("amount")).ShouldBe("none: 3, 2; 1.5: 1, 1");
        (await PartsAsync("properties.n")).ShouldBe("none: 3, 2; 1: 1, 1");
    }

    [Theory, EveryEngine]
    public async Task Steps_have_filters_entries_may_be_young_and_entities_differ(string engine)
    {
        var lead = Guid.CreateVersion7();
        var fixture = await OpenAsync(engine,
            Step("ann", "a 10:00:00") with { Source = "web", LeadId = lead }, Step("ben", "a 10:30:00") with { Source = "ads", LeadId = lead },
            Step("ann", "b 10:45:00"), Step("ben", "b 10:50:00") with { LeadId = lead });
        var web = new Filter.Test("source", FilterOperator.Ne, new FilterValue.Text("ads"));
        var funnel = Funnel(fixture, "a", "b") with { Now = At("2026-01-05T11:30:00Z") };

        Shown((await FunnelAsync(fixture, funnel with { Steps = [new("a", web, "a"), new("b", Filter.Everything, "b")] })).All)
            .ShouldBe("1, 1 (2700 s, 2700 s)");
        // One lead: the later start, 10:30, to 10:50.
        Shown((await FunnelAsync(fixture, funnel with { Entity = FollowedEntity.Lead })).All).ShouldBe("1, 1 (1200 s, 1200 s)");
        // At 11:30 the window of 10:30:00 is over, but not that of a moment later.
        (await FunnelAsync(fixture, funnel with { Steps = [new("a", Filter.Everything, "a"), new("x", Filter.Everything, "x")] }))
            .All.Incomplete.ShouldBe(0);
        (await FunnelAsync(fixture, funnel with
        {
            Steps = [new("a", Filter.Everything, "a"), new("x", Filter.Everything, "x")],
            Now = At("2026-01-05T11:29:59Z"),
        })).All.Incomplete.ShouldBe(1);
    }

    private static IEnumerable<CatalogueEvent> Walk(string user, params string[] steps) => steps.Select(step => Step(user, step));

    /// <summary>Such as <c>a 10:00:00</c>: its type and the time since midnight.</summary>
    private static CatalogueEvent Step(string user, string step)
    {
        var parts = step.Split(' ');
        var clock = parts[1].Split(':');
        var seconds = (Math.Abs(int.Parse(clock[0], CultureInfo.InvariantCulture)) * 3_600m)
            + (int.Parse(clock[1], CultureInfo.InvariantCulture) * 60) + decimal.Parse(clock[2], CultureInfo.InvariantCulture);
        var sinceMidnight = TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));
        return Event(parts[0], "2026-01-05T00:00Z", user) with
        {
            OccurredAt = At("2026-01-05T00:00Z") + (clock[0].StartsWith('-') ? -sinceMidnight : sinceMidnight),
        };
    }

    private static FunnelQuery Funnel(EngineFixture fixture, params string[] steps) => new()
    {
        Tenant = fixture.Tenant,
        Entity = FollowedEntity.User,
        Steps = [.. steps.Select(step => new FunnelStep(step, Filter.Everything, step))],
        Days = Days("2026-01-05", "2026-01-05"),
        Zone = TenantZone.Utc,
        Window = TimeSpan.FromHours(1),
        Now = At("2026-02-01T00:00Z"),
    };

    private static async Task<FunnelResult> FunnelAsync(EngineFixture fixture, FunnelQuery query)
    {
        var result = await new FunnelRunner(fixture.Engine.Sql).AskAsync(query, CancellationToken.None);
        result.Problem.ShouldBeNull();
        return result.Value;
    }

    private static async Task<string> AskAsync(EngineFixture fixture, params string[] steps) =>
        Shown((await FunnelAsync(fixture, Funnel(fixture, steps.Length == 0 ? ["a", "b", "c"] : steps))).All);

    /// <summary>Counts of the stages, with mean and median time from the one before.</summary>
    private static string Shown(FunnelAnswer answer) => string.Join(", ", answer.Stages.Select((stage, i) => i == 0
        ? $"{stage.Count}"
        : string.Create(CultureInfo.InvariantCulture, $"{stage.Count} ({Seconds(stage.AverageSeconds)}, {Seconds(stage.MedianSeconds)})")));

    private static string Seconds(double? seconds) => seconds is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{seconds:0.######} s");
}
