using System.Net;
using System.Text.Json;
using Callsight.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Callsight.Tests.App.CallCentre;

/// <summary>Agents, teams, queues and campaigns.</summary>
public sealed class PeopleTests
{
    [Fact]
    public async Task Availability_has_a_history_and_is_measured()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using var host = await TestHost.StartAsync(clock);
        using var owner = await host.RegisterAsync();
        var agent = await owner.CreateAsync("/agents", new { name = "Grace" });
        await ChangeAsync("available");
        (await owner.GetAsync("/agents/available")).Rows.Count.ShouldBe(1);
        clock.Advance(TimeSpan.FromMinutes(5));
        await ChangeAsync("available");
        clock.Advance(TimeSpan.FromMinutes(5));
        await ChangeAsync("on_break", "lunch");
        clock.Advance(TimeSpan.FromMinutes(2));
        await ChangeAsync("offline");
        var history = (await owner.GetAsync($"/agents/{agent}/availability")).Rows;
        history.Select(s => $"{s.GetProperty("status")} {s.GetProperty("reason")} {Minutes(s)}").ShouldBe(["offline  ", "on_break lunch 2", "available  10"]);
        await host.CaughtUpAsync();
        (await owner.GetAsync("/analytics/events?type=agent_availability_changed")).Rows.Count.ShouldBe(3);
        (await owner.GetAsync("/analytics/agents/metrics?start_date=2026-03-01&end_date=2026-03-01")).Rows
            .ShouldHaveSingleItem().GetProperty("available_time").GetDecimal().ShouldBe(600m);

        async Task ChangeAsync(string status, string? reason = null) =>
            (await owner.PatchAsync($"/agents/{agent}/availability", new { status, reason })).ShouldBe(HttpStatusCode.OK);

        static string Minutes(JsonElement state) => state.GetProperty("ended_at") is { ValueKind: JsonValueKind.String } end
            ? $"{(end.GetDateTimeOffset() - state.GetProperty("started_at").GetDateTimeOffset()).TotalMinutes}" : "";
    }

    [Fact]
    public async Task An_agent_can_be_a_member_and_a_member_is_one_agent()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        using var member = await host.MemberAsync(owner, "agent");
        var user = (await member.GetAsync("/auth/me"))["id"].GetGuid();
        var agent = await owner.CreateAsync("/agents", new { name = "Grace" });
        (await member.GetAsync("/agents/me/figures")).ShouldBe(HttpStatusCode.NotFound, "agent.not_linked");
        (await owner.PatchAsync($"/agents/{agent}", new { user_id = Guid.CreateVersion7() })).ShouldBe(HttpStatusCode.BadRequest).Fields.ShouldBe(["user_id"]);
        (await owner.PatchAsync($"/agents/{agent}", new { user_id = user })).ShouldBe(HttpStatusCode.OK)["user_id"].GetGuid().ShouldBe(user);
        (await owner.PatchAsync($"/agents/{agent}", new { user_id = user })).ShouldBe(HttpStatusCode.OK);
        (await member.GetAsync("/agents/me/figures")).ShouldBe(HttpStatusCode.OK)["agent_id"].GetGuid().ShouldBe(agent);
        (await owner.PostAsync("/agents", new { name = "Ada", user_id = user })).ShouldBe(HttpStatusCode.BadRequest).Fields.ShouldBe(["user_id"]);

        using var stranger = await host.RegisterAsync();
        (await stranger.PostAsync("/agents", new { name = "Ada", user_id = user })).ShouldBe(HttpStatusCode.BadRequest).Fields.ShouldBe(["user_id"]);
    }

    [Theory]
    [InlineData("agents", "agent")]
    [InlineData("teams", "team")]
    [InlineData("queues", "queue")]
    [InlineData("campaigns", "campaign")]
    public async Task What_is_taken_out_keeps_its_name_in_figures_and_leaves_it_free(string path, string kind)
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        var thing = await owner.CreateAsync($"/{path}", new { name = "First" });
        var agent = kind == "agent" ? thing : await owner.CreateAsync("/agents", new { name = "Grace", team_id = kind == "team" ? thing : (Guid?)null });
        var call = new Dictionary<string, object> { ["agent_id"] = agent, ["started_at"] = "2026-02-10T12:00:00Z", ["talk_seconds"] = 60 };
        if (kind is "queue" or "campaign")
            call[$"{kind}_id"] = thing;
        await owner.CreateAsync("/calls", call);
        (await owner.DeleteAsync($"/{path}/{thing}")).ShouldBe(HttpStatusCode.NoContent);
        (await owner.GetAsync($"/{path}/{thing}")).ShouldBe(HttpStatusCode.NotFound, $"{kind}.not_found");
        (await owner.PatchAsync($"/{path}/{thing}", new { name = "Again" })).ShouldBe(HttpStatusCode.NotFound, $"{kind}.not_found");
        var second = await owner.CreateAsync($"/{path}", new { name = "First" });
        (await owner.GetAsync($"/{path}")).Rows.ShouldHaveSingleItem().GetProperty("id").GetGuid().ShouldBe(second);
        await host.CaughtUpAsync();
        var row = (await owner.PostAsync("/analytics/query", new
        {
            metrics = new[] { "calls_total" },
            dimensions = new[] { kind },
            start_date = "2026-02-10",
            end_date = "2026-02-10",
        })).ShouldBe(HttpStatusCode.OK)["rows"].EnumerateArray().ShouldHaveSingleItem();
        (row.GetProperty(kind).GetString(), row.GetProperty($"{kind}_id").GetGuid(), row.GetProperty("calls_total").GetInt32())
            .ShouldBe(("First", thing, 1));
        (await owner.GetAsync($"/analytics/events?type={kind}_created")).Rows.Count.ShouldBe(2);
        (await owner.GetAsync($"/analytics/events?type={kind}_deleted")).Rows.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_team_that_is_taken_out_leaves_its_agents()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var team = await owner.CreateAsync("/teams", new { name = "North" });
        var agent = await owner.CreateAsync("/agents", new { name = "Grace", team_id = team });
        (await owner.GetAsync($"/agents?team_id={team}")).Rows.Count.ShouldBe(1);
        (await owner.DeleteAsync($"/teams/{team}")).ShouldBe(HttpStatusCode.NoContent);
        (await owner.GetAsync($"/agents/{agent}"))["team_id"].ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Spending_is_replaced_by_day_and_note_and_counts_once()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        var campaign = await owner.CreateAsync("/campaigns", new { name = "Spring" });
        foreach (var amount in new[] { 100, 40 })
            (await owner.PostAsync($"/campaigns/{campaign}/spend", new { date = "2026-02-10", amount, note = "ads" })).ShouldBe(HttpStatusCode.Created);
        (await owner.PostAsync($"/campaigns/{campaign}/spend", new { date = "2026-02-10", amount = 2.5, note = "print" })).ShouldBe(HttpStatusCode.Created);
        (await owner.GetAsync($"/campaigns/{campaign}/spend")).Rows.Count.ShouldBe(2);
        await host.CaughtUpAsync();
        (await owner.GetAsync("/analytics/campaigns/metrics?start_date=2026-02-10&end_date=2026-02-10")).Rows
            .ShouldHaveSingleItem().GetProperty("cost").GetDecimal().ShouldBe(42.5m);
    }

    [Fact]
    public async Task Each_change_tells_its_event()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        foreach (var (path, kind) in new[] { ("teams", "team"), ("agents", "agent"), ("queues", "queue"), ("campaigns", "campaign") })
        {
            var id = await owner.CreateAsync($"/{path}", new { name = "First" });
            (await owner.PatchAsync($"/{path}/{id}", new { name = "Second" })).ShouldBe(HttpStatusCode.OK);
            await host.CaughtUpAsync();
            (await owner.GetAsync($"/analytics/events?type={kind}_updated")).Rows.Count.ShouldBe(1, kind);
        }

        var campaign = (await owner.GetAsync("/campaigns")).Rows[0].GetProperty("id").GetGuid();
        (await owner.PatchAsync($"/campaigns/{campaign}", new { status = "running" })).ShouldBe(HttpStatusCode.OK);
        await host.CaughtUpAsync();
        (await owner.GetAsync("/analytics/events?type=campaign_status_changed")).Rows.Count.ShouldBe(1);
        await owner.ImportAsync("Id\nL-1\n", """{"kind":"leads","fields":{"external_id":"Id"}}""");
        await host.CaughtUpAsync();
        (await owner.GetAsync("/analytics/events?type=import_completed")).Rows.Count.ShouldBe(1);
    }
}
