using Callsight.Analytics.Following;
using Callsight.Analytics.Retention;
using Callsight.Core;
using Callsight.Tests.Support;
using static Callsight.Tests.Support.EngineFixture;

namespace Callsight.Tests.Analytics.Contracts;

/// <summary>Retention, with answers worked out by hand.</summary>
public sealed class RetentionContractTests
{
    [Theory, EveryEngine]
    public async Task From_monday_evening_to_tuesday_morning_is_a_day_of_the_calendar_and_not_24_hours(string engine)
    {
        // 19 and 5 o'clock in UTC are 20 and 6 o'clock in Berlin.
        var fixture = await OpenAsync(engine,
            Event("a", "2026-01-05T19:00Z", "ann"), Event("b", "2026-01-06T05:00Z", "ann"));
        var query = Query(fixture) with { Zone = TenantZone.Find("Europe/Berlin").Value };
        (await AskAsync(fixture, query with { Mode = RetentionMode.Calendar })).ShouldBe("0 1 0");
        (await AskAsync(fixture, query with { Mode = RetentionMode.Rolling })).ShouldBe("1 0 0");
    }

    [Theory, EveryEngine]
    public async Task A_day_of_23_hours_is_one_day(string engine)
    {
        // On 29 March 2026 Berlin's clocks spring forward at 2. Half past midnight in the night before is 23:30 in UTC, in the night after 22:30.
        var fixture = await OpenAsync(engine,
            Event("a", "2026-03-28T23:30Z", "ann"), Event("b", "2026-03-29T22:30Z", "ann"));
        var query = Query(fixture) with { Zone = TenantZone.Find("Europe/Berlin").Value, Days = Days("2026-03-29", "2026-03-29") };
        (await AskAsync(fixture, query with { Mode = RetentionMode.Calendar })).ShouldBe("0 1 0");
        (await AskAsync(fixture, query with { Mode = RetentionMode.Rolling })).ShouldBe("1 0 0");
    }

    [Theory, EveryEngine]
    public async Task The_kinds_say_when_somebody_is_back(string engine)
    {
        // Born on the 5th. ann comes back on day 0 and day 2, ben on day 1; the birth itself is no return; eve never comes.
        var fixture = await OpenAsync(engine,
            Event("a", "2026-01-05T08:00Z", "ann"), Event("b", "2026-01-05T09:00Z", "ann"), Event("b", "2026-01-07T09:00Z", "ann"),
            Event("a", "2026-01-05T08:00Z", "ben"), Event("b", "2026-01-06T09:00Z", "ben"),
            Event("b", "2026-01-04T08:00Z", "eve"), Event("a", "2026-01-05T08:00Z", "eve"));
        (await AskAsync(fixture, Query(fixture))).ShouldBe("1 1 1");
        (await AskAsync(fixture, Query(fixture) with { Kind = RetentionKind.OnOrAfter })).ShouldBe("2 2 1");
        (await AskAsync(fixture, Query(fixture) with { Kind = RetentionKind.OnOrBefore })).ShouldBe("1 2 2");
        (await AskAsync(fixture, Query(fixture) with { Kind = RetentionKind.Brackets, Brackets = [new(0, 0), new(1, 2)] })).ShouldBe("1 2");
        // Any event: the births of others are none of theirs, and nobody's own birth counts.
        (await AskAsync(fixture, Query(fixture) with { Return = new Wanted(null, Filter.Everything) })).ShouldBe("1 1 1");
    }

    [Theory, EveryEngine]
    public async Task What_is_not_over_is_marked_and_left_out_of_the_whole(string engine)
    {
        var fixture = await OpenAsync(engine,
            Event("a", "2026-01-05T08:00Z", "ann"), Event("b", "2026-01-06T08:00Z", "ann"),
            Event("a", "2026-01-06T08:00Z", "ben"));
        // On the 7th, day 1 of those of the 6th is still running.
        var query = Query(fixture) with { Days = Days("2026-01-05", "2026-01-06"), Buckets = 2, Now = At("2026-01-07T12:00Z") };
        var answer = (await new RetentionRunner(fixture.Engine.Sql).AskAsync(query, CancellationToken.None)).Value.All;
        answer.Cohorts.Select(c => string.Join(' ', c.Buckets.Select(b => $"{b.Count}{(b.IsUnfinished ? "?" : "")}"))).ShouldBe(["0 1", "0 0?"]);
        answer.Overall.Select(b => b.Rate).ShouldBe([0, 100]);
    }

    private static RetentionQuery Query(EngineFixture fixture) => new()
    {
        Tenant = fixture.Tenant,
        Entity = FollowedEntity.User,
        Start = new Wanted("a", Filter.Everything),
        Return = new Wanted("b", Filter.Everything),
        Days = Days("2026-01-05", "2026-01-05"),
        Zone = TenantZone.Utc,
        Buckets = 3,
        Now = At("2027-01-01T00:00Z"),
    };

    /// <summary>The counts of the only cohort.</summary>
    private static async Task<string> AskAsync(EngineFixture fixture, RetentionQuery query)
    {
        var answer = await new RetentionRunner(fixture.Engine.Sql).AskAsync(query, CancellationToken.None);
        answer.Problem.ShouldBeNull();
        return string.Join(' ', answer.Value.All.Cohorts.ShouldHaveSingleItem().Buckets.Select(b => b.Count));
    }
}
