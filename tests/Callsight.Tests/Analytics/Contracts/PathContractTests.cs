using Callsight.Analytics.Following;
using Callsight.Analytics.Paths;
using Callsight.Core;
using Callsight.Tests.Support;
using static Callsight.Tests.Support.EngineFixture;

namespace Callsight.Tests.Analytics.Contracts;

/// <summary>Paths, with answers worked out by hand.</summary>
public sealed class PathContractTests
{
    [Theory, EveryEngine]
    public async Task Paths_go_on_from_a_start_and_repeats_are_one_step(string engine)
    {
        var fixture = await FixtureAsync(engine);
        // ann: a b c; ben: a b; eve: a c. What came before a is on no path.
        (await AskAsync(fixture, Query(fixture))).ShouldBe("0 a 3-0, 1 b 2-1, 1 c 1-1, 2 c 1-1; a>b 2, a>c 1, b>c 1");
        (await AskAsync(fixture, Query(fixture) with { CollapseRepeats = false }))
            .ShouldBe("0 a 3-0, 1 b 2-1, 1 c 1-1, 2 b 1-0, 3 c 1-1; a>b 2, a>c 1, b>b 1, b>c 1");
        (await AskAsync(fixture, Query(fixture) with { Limit = 1 }))
            .ShouldBe("0 a 3-0, 1 b 2-1, 1 (other) 1-1, 2 c 1-1; a>b 2, a>(other) 1, b>c 1");
        (await AskAsync(fixture, Query(fixture) with { Exclude = [new Wanted("b", Filter.Everything)] }))
            .ShouldBe("0 a 3-1, 1 c 2-2; a>c 2");
    }

    [Theory, EveryEngine]
    public async Task Paths_go_back_from_an_end(string engine)
    {
        var fixture = await FixtureAsync(engine);
        // ann: x a b c; eve: a c. The links still run in time.
        (await AskAsync(fixture, Query(fixture) with { Anchor = new Wanted("c", Filter.Everything), IsEnd = true, Steps = 3 }))
            .ShouldBe("0 c 2-0, -1 a 1-1, -1 b 1-0, -2 a 1-1; a>c 1, b>c 1, a>b 1");
    }

    private static Task<EngineFixture> FixtureAsync(string engine) => OpenAsync(engine,
        Event("x", "2026-01-05T09:00Z", "ann"), Event("a", "2026-01-05T10:00Z", "ann"), Event("b", "2026-01-05T11:00Z", "ann"),
        Event("b", "2026-01-05T12:00Z", "ann"), Event("c", "2026-01-05T13:00Z", "ann"),
        Event("a", "2026-01-05T10:00Z", "ben"), Event("b", "2026-01-05T11:00Z", "ben"),
        Event("a", "2026-01-05T10:00Z", "eve"), Event("c", "2026-01-05T11:00Z", "eve"));

    private static PathQuery Query(EngineFixture fixture) => new()
    {
        Tenant = fixture.Tenant,
        Entity = FollowedEntity.User,
        Anchor = new Wanted("a", Filter.Everything),
        Days = Days("2026-01-05", "2026-01-05"),
        Zone = TenantZone.Utc,
        Now = At("2026-02-01T00:00Z"),
    };

    private static async Task<string> AskAsync(EngineFixture fixture, PathQuery query)
    {
        var answer = await new PathRunner(fixture.Engine.Sql).AskAsync(query, CancellationToken.None);
        answer.Problem.ShouldBeNull();
        string Name(PathNode node) => node.IsOther ? "(other)" : node.Value!;
        return string.Join(", ", answer.Value.Nodes.Select(n => $"{n.Step} {Name(n)} {n.Count}-{n.Ended}")) + "; "
            + string.Join(", ", answer.Value.Links.Select(l => $"{Name(answer.Value.Nodes[l.From])}>{Name(answer.Value.Nodes[l.To])} {l.Count}"));
    }
}
