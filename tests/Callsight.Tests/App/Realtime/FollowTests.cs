using System.Net;
using System.Text.Json;
using Callsight.Tests.Support;
using Microsoft.AspNetCore.SignalR.Client;
using static Callsight.Tests.Support.LogWriting;

namespace Callsight.Tests.App.Realtime;

/// <summary>What followers are told, and what they get when they come back.</summary>
public sealed class FollowTests
{
    [Fact]
    public async Task A_change_is_told_to_who_follows_it_with_its_data_and_its_place()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        await using var client = await LiveClient.ConnectAsync(host, owner);
        (await client.FollowAsync("events:*")).GetProperty("refused").GetArrayLength().ShouldBe(0);
        var lead = await owner.CreateAsync("/leads", new { first_name = "Ann", last_name = "Lee", source = "web" });
        await client.EventAsync("lead_created");

        var told = client.Events.Single(e => e.Text("type") == "lead_created");
        told.Text("topic").ShouldBe("events:*");
        told.Body.GetProperty("data").GetProperty("lead_id").GetGuid().ShouldBe(lead);
        told.Body.GetProperty("data").GetProperty("source").GetString().ShouldBe("web");
        told.Body.GetRawText().ShouldNotContain("Ann");
        told.Place.ShouldBe(client.Place!.Value);
    }

    [Fact]
    public async Task An_event_of_several_topics_comes_once_and_names_them_from_the_most_special_one()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        var lead = await owner.CreateAsync("/leads", new { first_name = "Ann" });
        var other = await owner.CreateAsync("/leads", new { first_name = "Bea" });
        await using var client = await LiveClient.ConnectAsync(host, owner);
        await client.FollowAsync("events:lead_contacted", $"lead:{lead}", "events:no_such_type");
        (await owner.PostAsync($"/leads/{other}/status", new { status = "contacted" })).ShouldBe(HttpStatusCode.OK);
        (await owner.PostAsync($"/leads/{lead}/status", new { status = "contacted" })).ShouldBe(HttpStatusCode.OK);
        await client.SeenAsync(m => m.Method == "Event" && m.Text("topic") == $"lead:{lead}", "the lead's event was told");

        client.Events.Select(e => (e.Text("topic"), string.Join(' ', e.Body.GetProperty("topics").EnumerateArray()))).ShouldBe(
        [
            ("events:lead_contacted", "events:lead_contacted"),
            ($"lead:{lead}", $"lead:{lead} events:lead_contacted"),
        ]);
        await client.Connection.InvokeAsync("Unsubscribe", new[] { $"lead:{lead}", "events:lead_contacted" });
        await client.FollowAsync("events:agent_created");
        await owner.PostAsync($"/leads/{lead}/status", new { status = "qualified" });
        await owner.CreateAsync("/agents", new { name = "Ada" });
        await client.EventAsync("agent_created");
        client.Events.Count().ShouldBe(3);
    }

    [Fact]
    public async Task Who_begins_afresh_sees_the_newest_events_and_joins_the_live_ones_there()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        await host.RaiseAsync(owner.TenantId, [.. Enumerable.Range(1, 60).Select(i => Happened("counted", i))]);
        await using var client = await LiveClient.ConnectAsync(host, owner);
        var answer = await client.FollowAsync("events:counted");
        await host.RaiseAsync(owner.TenantId, Happened("counted", 61));
        await client.EventAsync("counted");

        answer.GetProperty("recovered").GetBoolean().ShouldBeFalse();
        Values(answer).Concat(client.Events.Select(Value)).ShouldBe(Enumerable.Range(11, 51).Select(i => (double)i));
        answer.GetProperty("snapshot").EnumerateArray().Last().GetProperty("position").GetString().ShouldBe(answer.GetProperty("position").GetString());
    }

    [Fact]
    public async Task Who_comes_back_gets_what_was_missed_in_order()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        await using var before = await LiveClient.ConnectAsync(host, owner);
        await before.FollowAsync("events:counted");
        await before.SeenAsync(m => m.Method == "Heartbeat", "its place was told");
        await before.DisposeAsync();
        await host.RaiseAsync(owner.TenantId, [.. Enumerable.Range(1, 1_234).Select(i => Happened(i % 2 == 0 ? "counted" : "other", i))]);
        await using var after = await LiveClient.ConnectAsync(host, owner, before.Place);
        var answer = await after.FollowAsync("events:counted");
        await after.EventsAsync(617);

        answer.GetProperty("recovered").GetBoolean().ShouldBeTrue();
        answer.GetProperty("snapshot").GetArrayLength().ShouldBe(0);
        after.Events.Select(Value).ShouldBe(Enumerable.Range(1, 617).Select(i => 2.0 * i));
    }

    [Theory]
    [InlineData("nonsense", "nonsense")]
    [InlineData("0123abcd", "1.0123abcd")]
    [InlineData(null, "999999.0123abcd")]
    [InlineData(null, "-1.0")]
    [InlineData(null, "99999999999999999999.0")]
    public async Task A_place_that_this_log_does_not_have_is_not_recovered(string? epoch, string position)
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        await owner.CreateAsync("/leads", new { first_name = "Ann" });
        await using var client = await LiveClient.ConnectAsync(host, owner);
        var known = (await client.SubscribeAsync(["events:agent_created"], null)).GetProperty("epoch").GetString();
        await using var other = await LiveClient.ConnectAsync(host, owner);
        var answer = await other.SubscribeAsync(["events:*"], new { epoch = epoch ?? known, position });
        answer.GetProperty("recovered").GetBoolean().ShouldBeFalse();
        answer.GetProperty("snapshot").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_place_told_while_the_log_was_empty_is_recovered_when_its_event_is_still_there()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        await owner.CreateAsync("/leads", new { first_name = "Ann" });
        await using var client = await LiveClient.ConnectAsync(host, owner);
        var position = (await client.FollowAsync("events:*")).GetProperty("position").GetString()!;
        await using var other = await LiveClient.ConnectAsync(host, owner);
        (await other.SubscribeAsync(["events:*"], new { epoch = "0", position })).GetProperty("recovered").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_place_whose_event_is_another_one_by_now_is_not_recovered()
    {
        // As when a copy of last week takes the log's place, and grows beyond the positions clients remember.
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        await owner.CreateAsync("/leads", new { first_name = "Ann" });
        await using var client = await LiveClient.ConnectAsync(host, owner);
        var answer = await client.FollowAsync("events:*");
        var position = answer.GetProperty("position").GetString()!.Split('.')[0] + ".00000000";
        await using var other = await LiveClient.ConnectAsync(host, owner);
        (await other.SubscribeAsync(["events:*"], new { epoch = answer.GetProperty("epoch").GetString(), position }))
            .GetProperty("recovered").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Who_missed_too_many_or_for_too_long_begins_afresh()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using var host = await TestHost.StartAsync(clock, null, "--Realtime:RecoverEvents=5", "--Realtime:RecoverMinutes=10",
            "--Realtime:SnapshotEvents=3", "--Identity:AccessTokenMinutes=1440");
        using var owner = await host.RegisterAsync();
        await host.RaiseAsync(owner.TenantId, Happened("counted", 0));
        await using var client = await LiveClient.ConnectAsync(host, owner);
        await client.FollowAsync("events:*");
        await client.SeenAsync(m => m.Method == "Heartbeat", "its place was told");
        var place = client.Place;

        await host.RaiseAsync(owner.TenantId, [.. Enumerable.Range(1, 5).Select(i => Happened("counted", i))]);
        (await ResumeAsync()).GetProperty("recovered").GetBoolean().ShouldBeTrue();
        clock.Advance(TimeSpan.FromMinutes(11));
        var late = await ResumeAsync();
        late.GetProperty("recovered").GetBoolean().ShouldBeFalse();
        Values(late).ShouldBe([3, 4, 5]);
        place = (late.GetProperty("epoch").GetString()!, late.GetProperty("position").GetString()!);
        (await ResumeAsync()).GetProperty("recovered").GetBoolean().ShouldBeTrue("nothing was missed since, however long ago that is");
        await host.RaiseAsync(owner.TenantId, [.. Enumerable.Range(6, 6).Select(i => Happened("counted", i))]);
        (await ResumeAsync()).GetProperty("recovered").GetBoolean().ShouldBeFalse();

        async Task<JsonElement> ResumeAsync()
        {
            await using var again = await LiveClient.ConnectAsync(host, owner, place);
            return await again.FollowAsync("events:*");
        }
    }

    private static IEnumerable<double> Values(JsonElement answer) =>
        answer.GetProperty("snapshot").EnumerateArray().Select(e => e.GetProperty("data").GetProperty("value").GetDouble());

    private static double Value(LiveMessage message) => message.Body.GetProperty("data").GetProperty("value").GetDouble();
}
