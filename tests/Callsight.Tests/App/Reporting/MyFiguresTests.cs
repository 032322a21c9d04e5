using System.Net;
using System.Text.Json;
using Callsight.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Callsight.Tests.App.Reporting;

/// <summary>Agents see how their own day goes, and of others only means.</summary>
public sealed class MyFiguresTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 30, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Today_stands_beside_a_usual_day_at_work_and_the_team_of_today()
    {
        await using var host = await TestHost.StartAsync(new FakeTimeProvider(Noon));
        using var owner = await host.RegisterAsync();
        using var member = await host.MemberAsync(owner, "agent");
        var team = await owner.CreateAsync("/teams", new { name = "Sales" });
        var me = await AgentAsync("Ann", member.Email.ToUpperInvariant(), team);
        var colleague = await AgentAsync("Bob", "bob@example.test", team);
        var other = await AgentAsync("Eve", "eve@example.test", null);
        // Today two calls of 60 and 120 seconds; on two days before three and one; one before the four weeks.
        await CallsAsync(me, Noon.AddHours(-1), 60, 120);
        await CallsAsync(me, Noon.AddDays(-1), 100, 100, 100);
        await CallsAsync(me, Noon.AddDays(-28), 300);
        await CallsAsync(me, Noon.AddDays(-29), 999);
        await CallsAsync(colleague, Noon.AddHours(-2), 30, 30, 30, 30);
        await CallsAsync(other, Noon.AddHours(-2), 500);
        await host.CaughtUpAsync();

        var day = (await member.GetAsync("/agents/me/figures")).ShouldBe(HttpStatusCode.OK);
        day["agent_id"].GetGuid().ShouldBe(me);
        day["day"].GetString().ShouldBe("2026-03-30");
        day["days_at_work"].GetInt32().ShouldBe(2);
        day["agents_at_work"].GetInt32().ShouldBe(2);
        Figure("calls_handled").ShouldBe((2, 2, 3)); // (3 + 1) / 2 days; (2 + 4) / 2 agents.
        Figure("average_handle_time").ShouldBe((90, 150, 50)); // 600 / 4; 300 / 6.
        Figure("customer_rating").ShouldBe((null, null, null));
        // What the page asks stays closed to them elsewhere.
        (await member.GetAsync("/analytics/metrics")).ShouldBe(HttpStatusCode.Forbidden);

        (decimal?, decimal?, decimal?) Figure(string name)
        {
            var figure = day["figures"].EnumerateArray().Single(f => f.GetProperty("metric").GetString() == name);
            return (Number("today"), Number("usual"), Number("team"));
            decimal? Number(string part) => figure.GetProperty(part) is { ValueKind: JsonValueKind.Number } number ? number.GetDecimal() : null;
        }

        Task<Guid> AgentAsync(string name, string email, Guid? teamId) => owner.CreateAsync("/agents", new { name, email, team_id = teamId });

        async Task CallsAsync(Guid agent, DateTimeOffset at, params int[] talks)
        {
            foreach (var talk in talks)
                await owner.CreateAsync("/calls", new { direction = "inbound", status = "completed", agent_id = agent, started_at = at, talk_seconds = talk });
        }
    }

    [Fact]
    public async Task Who_is_no_agent_is_told_how_to_become_one_and_an_agent_elsewhere_is_nobody_here()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        using var stranger = await host.RegisterAsync();
        await stranger.CreateAsync("/agents", new { name = "Ann", email = owner.Email });
        var refused = (await owner.GetAsync("/agents/me/figures")).ShouldBe(HttpStatusCode.NotFound, "agent.not_linked");
        refused["detail"].GetString().ShouldNotBeNull().ShouldContain("e-mail address");
    }
}
