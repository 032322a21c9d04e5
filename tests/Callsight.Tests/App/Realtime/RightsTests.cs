using System.Net;
using System.Text.Json;
using Callsight.Tests.Support;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Time.Testing;
using static Callsight.Tests.Support.LogWriting;

namespace Callsight.Tests.App.Realtime;

/// <summary>Nobody is told what they may not read, from the moment on at which they may not.</summary>
public sealed class RightsTests
{
    [Fact]
    public async Task Nothing_of_another_tenant_is_told_whatever_topics_or_places_a_stranger_names()
    {
        var host = await TestHost.SharedAsync();
        var other = await Belongings.MakeAsync(host, $"live{Guid.CreateVersion7():n}");
        await using var own = await LiveClient.ConnectAsync(host, other.Owner);
        await own.FollowAsync("events:*");
        await own.SeenAsync(m => m.Method == "Heartbeat", "its place was told");
        using var stranger = await host.RegisterAsync();
        await using var client = await LiveClient.ConnectAsync(host, stranger, own.Place);
        var forged = new[] { "lead", "agent", "campaign" }.Select(kind => $"{kind}:{other.Ids[kind]}").ToArray();
        var answer = await client.FollowAsync([.. forged, "events:*", "notifications", "wallboard", $"dashboard:{other.Ids["lead"]}", "tenant:1"]);
        Refusals(answer).ShouldBe(
        [
            "tenant:1 topic.unknown", $"{forged[0]} lead.not_found", $"{forged[1]} agent.not_found", $"{forged[2]} campaign.not_found",
            $"dashboard:{other.Ids["lead"]} dashboard.not_found",
        ], ignoreOrder: true);

        (await other.Owner.PostAsync($"/leads/{other.Ids["lead"]}/status", new { status = "contacted" })).ShouldBe(HttpStatusCode.OK);
        await own.EventAsync("lead_contacted");
        await stranger.CreateAsync("/agents", new { name = "Marker" });
        await client.EventAsync("agent_created");
        client.Events.Select(e => e.Text("type")).ShouldBe(["agent_created"]);
        var told = string.Join('\n', client.Messages.Select(m => m.Body.GetRawText()).Append(answer.GetRawText()));
        told.ShouldNotContain(other.Mark);

        await using var cursor = await LiveClient.ConnectAsync(host, stranger);
        (await cursor.SubscribeAsync(["events:*"], null)).GetProperty("snapshot").GetArrayLength().ShouldBe(1, "only the stranger's own agent");
        (await stranger.SendAsync(HttpMethod.Post, "/ws/negotiate?negotiateVersion=1", null, ("X-Tenant-ID", other.Owner.TenantId.ToString())))
            .ShouldBe(HttpStatusCode.Forbidden, "tenant.not_member");
    }

    [Fact]
    public async Task A_role_that_changes_ends_what_it_no_longer_includes_at_once()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        using var member = await host.MemberAsync(owner, "analyst");
        var lead = await owner.CreateAsync("/leads", new { first_name = "Ann" });
        await using var client = await LiveClient.ConnectAsync(host, member);
        Refusals(await client.FollowAsync("events:*", "wallboard", $"lead:{lead}")).ShouldBeEmpty();
        await host.RaiseAsync(owner.TenantId, Happened("allowed"));
        await client.EventAsync("allowed");

        (await owner.PatchAsync($"/tenant/members/{member.UserId}", new { role = "agent" })).ShouldBe(HttpStatusCode.OK);
        await host.RaiseAsync(owner.TenantId, Happened("secret"), Happened("marker", leadId: lead));
        await client.EventAsync("marker");
        client.Events.Select(e => e.Text("type")).ShouldBe(["allowed", "marker"]);
        client.Messages.Where(m => m.Method == "Refused").Select(m => $"{m.Text("topic")} {m.Text("code")}").Order()
            .ShouldBe(["events:* topic.forbidden", "wallboard topic.forbidden"]);
    }

    [Fact]
    public async Task A_member_or_key_that_is_taken_out_is_told_to_stop_and_hears_nothing_more()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        using var member = await host.MemberAsync(owner, "supervisor");
        var made = await owner.PostAsync("/api-keys", new { name = "live", scopes = new[] { "analytics:read" } });
        await using var person = await LiveClient.ConnectAsync(host, member);
        await using var program = await LiveClient.ConnectAsync(host, made["key"].GetString()!);
        Refusals(await person.FollowAsync("events:*", "notifications")).ShouldBeEmpty();
        Refusals(await program.FollowAsync("events:*", "notifications", "wallboard")).ShouldBe(
            ["notifications topic.only_people", "wallboard topic.forbidden"], ignoreOrder: true);

        (await owner.DeleteAsync($"/tenant/members/{member.UserId}")).ShouldBe(HttpStatusCode.NoContent);
        (await owner.DeleteAsync($"/api-keys/{made["id"].GetGuid()}")).ShouldBe(HttpStatusCode.NoContent);
        await host.RaiseAsync(owner.TenantId, Happened("secret"));
        foreach (var client in new[] { person, program })
        {
            await client.Closed;
            client.Events.ShouldBeEmpty();
            var closing = client.Messages.Single(m => m.Method == "Closing");
            (closing.Text("code"), closing.Text("action")).ShouldBe(("not_allowed", "stop"));
        }
    }

    [Fact]
    public async Task An_agent_follows_themselves_and_their_team_and_nobody_else()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        using var member = await host.MemberAsync(owner, "agent");
        var (team, others) = (await owner.CreateAsync("/teams", new { name = "One" }), await owner.CreateAsync("/teams", new { name = "Two" }));
        var self = await owner.CreateAsync("/agents", new { name = "Self", email = member.Email.ToUpperInvariant(), team_id = team });
        var colleague = await owner.CreateAsync("/agents", new { name = "Colleague", team_id = team });
        var foreigner = await owner.CreateAsync("/agents", new { name = "Foreigner", team_id = others });
        await using var client = await LiveClient.ConnectAsync(host, member);
        Refusals(await client.FollowAsync(
                $"agent:{self}", $"agent:{colleague}", $"agent:{foreigner}", "events:*", "events:lead_converted", "wallboard", "notifications"))
            .ShouldBe(
            [
                $"agent:{foreigner} topic.forbidden", "events:* topic.forbidden", "events:lead_converted topic.forbidden",
                "wallboard topic.forbidden",
            ], ignoreOrder: true);
        await owner.PatchAsync($"/agents/{foreigner}/availability", new { status = "available" });
        await owner.PatchAsync($"/agents/{colleague}/availability", new { status = "available" });
        await client.EventAsync("agent_availability_changed");
        client.Events.Single().Text("topic").ShouldBe($"agent:{colleague}");
    }

    [Fact]
    public async Task A_key_that_may_read_agents_hears_of_them_and_not_of_their_leads()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        var agent = await owner.CreateAsync("/agents", new { name = "Ada" });
        var lead = await owner.CreateAsync("/leads", new { first_name = "Ann" });
        var key = (await owner.PostAsync("/api-keys", new { name = "live", scopes = new[] { "agents:read" } }))["key"].GetString()!;
        await using var client = await LiveClient.ConnectAsync(host, key);
        Refusals(await client.FollowAsync($"agent:{agent}", $"lead:{lead}")).ShouldBe([$"lead:{lead} topic.forbidden"]);
        (await owner.PostAsync($"/leads/{lead}/assign", new { agent_id = agent })).ShouldBe(HttpStatusCode.OK);
        await owner.PatchAsync($"/agents/{agent}/availability", new { status = "available" });
        await client.EventAsync("agent_availability_changed");
        client.Events.Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_token_that_runs_out_ends_the_connection_unless_it_was_renewed()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using var host = await TestHost.StartAsync(clock);
        using var owner = await host.RegisterAsync();
        using var stranger = await host.RegisterAsync();
        await using var renewed = await LiveClient.ConnectAsync(host, owner);
        await using var forgotten = await LiveClient.ConnectAsync(host, owner);
        await renewed.FollowAsync("events:*");
        clock.Advance(TimeSpan.FromMinutes(10));
        var fresh = (await owner.PostAsync("/auth/refresh", new { refresh_token = owner.RefreshToken }))["access_token"].GetString()!;
        foreach (var wrong in new[] { stranger.AccessToken!, "nonsense", fresh[..^2] + "xx", "" })
            (await renewed.Connection.InvokeAsync<JsonElement>("Renew", wrong)).GetProperty("renewed").GetBoolean().ShouldBeFalse(wrong);
        (await renewed.Connection.InvokeAsync<JsonElement>("Renew", fresh)).GetProperty("expires_at").GetDateTimeOffset()
            .ShouldBe(clock.GetUtcNow().AddMinutes(15), TimeSpan.FromSeconds(1));

        // The rounds of the watch go by the clock.
        await Eventually.TrueAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(20));
            return Task.FromResult(forgotten.Messages.Any(m => m.Method == "Closing"));
        }, "the old token has run out");
        var closing = forgotten.Messages.Single(m => m.Method == "Closing");
        (closing.Text("code"), closing.Text("action")).ShouldBe(("token_expired", "reconnect"));
        await forgotten.Closed;
        await host.RaiseAsync(owner.TenantId, Happened("after"));
        await renewed.EventAsync("after");
    }

    [Fact]
    public async Task Strangers_are_not_let_in_and_a_token_in_the_address_counts_only_here()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        using var anonymous = host.Anonymous();
        const string Negotiate = "/ws/negotiate?negotiateVersion=1";
        (await anonymous.PostAsync(Negotiate, null)).ShouldBe(HttpStatusCode.Unauthorized);
        (await anonymous.PostAsync($"{Negotiate}&access_token=nonsense", null)).ShouldBe(HttpStatusCode.Unauthorized);
        (await anonymous.PostAsync($"{Negotiate}&access_token={owner.AccessToken}", null)).ShouldBe(HttpStatusCode.OK);
        (await anonymous.GetAsync($"/leads?access_token={owner.AccessToken}")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static IEnumerable<string> Refusals(JsonElement answer) => answer.GetProperty("refused").EnumerateArray()
        .Select(r => $"{r.GetProperty("topic").GetString()} {r.GetProperty("code").GetString()}");
}
