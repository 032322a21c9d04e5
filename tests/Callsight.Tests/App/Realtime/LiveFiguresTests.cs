using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Callsight.Analytics.Rollups;
using Callsight.App.Realtime;
using Callsight.Core;
using Callsight.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Callsight.Tests.App.Realtime;

/// <summary>Figures that stay up to date for those who look, and cost nothing otherwise.</summary>
public sealed class LiveFiguresTests
{
    [Fact]
    public async Task Watchers_of_the_same_figures_share_one_computation_for_each_change()
    {
        var host = await TestHost.SharedAsync();
        var (queries, changes, clock) = Make(host);
        var (tenant, other) = (TenantId.New(), TenantId.New());
        var computed = 0;
        var figures = new LiveFigures("same", (_, _) => Task.FromResult(new LiveValue(new JsonObject { ["n"] = Interlocked.Increment(ref computed) })));
        var (first, second) = (new List<string>(), new List<string>());
        var one = queries.Watch(tenant, figures, json => Add(first, json));
        await SeenAsync(first, """{"n":1}""");
        var two = queries.Watch(tenant, figures, json => Add(second, json));
        await SeenAsync(second, """{"n":1}""");

        changes.Touch(tenant);
        await AdvancingAsync(clock, () => Has(first, """{"n":2}""") && Has(second, """{"n":2}"""));
        // However long nothing changes, and whatever changes elsewhere.
        changes.Touch(other);
        for (var hour = 0; hour < 48; hour++)
            clock.Advance(TimeSpan.FromHours(1));
        await Task.Yield();
        Volatile.Read(ref computed).ShouldBe(2);

        one.Dispose();
        changes.Touch(tenant);
        await AdvancingAsync(clock, () => Has(second, """{"n":3}"""));
        Has(first, """{"n":3}""").ShouldBeFalse("who has left is shown nothing");
        two.Dispose();
        queries.Count.ShouldBe(0);
        changes.Touch(tenant);
        clock.Advance(TimeSpan.FromHours(1));
        await Task.Yield();
        Volatile.Read(ref computed).ShouldBe(3);
        using var again = queries.Watch(tenant, figures, json => Add(first, json));
        await SeenAsync(first, """{"n":4}""");
    }

    [Fact]
    public async Task Figures_are_computed_anew_when_their_time_is_over_and_after_a_failure()
    {
        var host = await TestHost.SharedAsync();
        var (queries, _, clock) = Make(host);
        var computed = 0;
        var seen = new List<string>();
        using var watch = queries.Watch(TenantId.New(), new LiveFigures("timed", (_, _) => Interlocked.Increment(ref computed) == 2
            ? throw new InvalidOperationException("once")
            : Task.FromResult(new LiveValue(new JsonObject { ["n"] = computed }, clock.GetUtcNow().AddHours(1)))), json => Add(seen, json));
        await SeenAsync(seen, """{"n":1}""");
        await AdvancingAsync(clock, () => Has(seen, """{"n":3}"""), TimeSpan.FromMinutes(5));
        clock.GetUtcNow().ShouldBeGreaterThanOrEqualTo(Start.AddHours(1));
    }

    [Fact]
    public async Task Tenants_do_not_share_figures_of_the_same_key()
    {
        var host = await TestHost.SharedAsync();
        var (queries, _, _) = Make(host);
        var figures = new LiveFigures("same", (scope, _) => Task.FromResult(
            new LiveValue(new JsonObject { ["tenant"] = scope.GetRequiredService<CurrentTenant>().Id.ToString() })));
        var (one, two) = (TenantId.New(), TenantId.New());
        var (first, second) = (new List<string>(), new List<string>());
        using var a = queries.Watch(one, figures, json => Add(first, json));
        using var b = queries.Watch(two, figures, json => Add(second, json));
        await SeenAsync(first, $$"""{"tenant":"{{one}}"}""");
        await SeenAsync(second, $$"""{"tenant":"{{two}}"}""");
    }

    [Fact]
    public async Task The_wallboard_tells_who_waits_who_does_what_and_how_the_day_goes()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.Zero));
        await using var host = await TestHost.StartAsync(clock, null, "--Identity:AccessTokenMinutes=1440");
        using var stranger = await host.RegisterAsync();
        await stranger.PostAsync("/calls", new { direction = "inbound", status = "queued", started_at = "2026-03-02T08:00:00Z" });
        using var owner = await host.RegisterAsync();
        var ada = await owner.CreateAsync("/agents", new { name = "Ada" });
        await owner.CreateAsync("/agents", new { name = "Bob" });
        await owner.PatchAsync($"/agents/{ada}/availability", new { status = "available" });
        clock.Advance(TimeSpan.FromSeconds(90));
        await owner.CreateAsync("/calls", new { direction = "inbound", status = "queued", started_at = "2026-03-02T10:00:30Z" });
        var call = await owner.CreateAsync("/calls", new { direction = "inbound", status = "queued", started_at = "2026-03-02T10:00:10Z" });
        // In time: 10 of at most 20 seconds. Too late: 30.
        foreach (var wait in new[] { 10, 30 })
            await owner.CreateAsync("/calls", new
            {
                direction = "inbound",
                status = "completed",
                agent_id = ada,
                started_at = "2026-03-02T09:00:00Z",
                wait_seconds = wait,
                talk_seconds = 60,
            });
        var lead = await owner.CreateAsync("/leads", new { first_name = "Ann" });
        (await owner.PostAsync($"/leads/{lead}/status", new { status = "converted", value = 100 })).ShouldBe(HttpStatusCode.OK);
        await host.CaughtUpAsync();

        var wall = (await owner.GetAsync("/live/wallboard")).ShouldBe(HttpStatusCode.OK).Body;
        wall.GetProperty("waiting").GetProperty("calls").GetInt32().ShouldBe(2);
        wall.GetProperty("waiting").GetProperty("oldest_wait_seconds").GetDouble().ShouldBe(80, "waiting since 10:00:10, and it is 10:01:30");
        wall.GetProperty("agents_by_state").GetRawText().ShouldBe("""{"available":1,"offline":1}""");
        var agent = wall.GetProperty("agents").EnumerateArray().Single(a => a.GetProperty("agent_id").GetGuid() == ada);
        (agent.GetProperty("state").GetString(), agent.GetProperty("seconds").GetDouble()).ShouldBe(("available", 90));
        var today = wall.GetProperty("today");
        today.GetProperty("service_level").GetDecimal().ShouldBe(50, "one of the two answered calls, within 20 seconds");
        (today.GetProperty("leads_generated").GetInt32(), today.GetProperty("leads_converted").GetInt32()).ShouldBe((1, 1));
        var asked = await owner.PostAsync("/analytics/query", new { metrics = Wallboard.Metrics, start_date = "2026-03-02", end_date = "2026-03-02" });
        foreach (var metric in Wallboard.Metrics)
            today.GetProperty(metric).GetRawText().ShouldBe(asked["totals"].GetProperty(metric).GetRawText(), metric);

        await using var client = await LiveClient.ConnectAsync(host, owner);
        (await client.FollowAsync("wallboard")).GetProperty("refused").GetArrayLength().ShouldBe(0);
        await client.SeenAsync(m => m.Method == "Metrics", "the wallboard came at once");
        client.Messages.First(m => m.Method == "Metrics").Body.GetProperty("waiting").GetProperty("calls").GetInt32().ShouldBe(2);
        (await owner.PostAsync($"/calls/{call}/answer", new { agent_id = ada })).ShouldBe(HttpStatusCode.OK);
        (await owner.PostAsync($"/calls/{call}/end", new { outcome = "sold" })).ShouldBe(HttpStatusCode.OK);
        await AdvancingAsync(clock, () => client.Messages.Any(m => m.Method == "Metrics" && m.Text("topic") == "wallboard"
            && m.Body.GetProperty("waiting").GetProperty("calls").GetInt32() == 1
            && m.Body.GetProperty("today").GetProperty("calls_handled").GetInt32() == 3));
        var rounds = client.Messages.Count(m => m.Method == "Metrics");
        // Midnight begins another day, although nothing has changed.
        clock.Advance(TimeSpan.FromHours(15));
        await AdvancingAsync(clock, () => client.Messages.Any(m => m.Method == "Metrics"
            && m.Body.GetProperty("today").GetProperty("calls_handled").GetInt32() == 0));
        client.Messages.Count(m => m.Method == "Metrics").ShouldBeInRange(rounds + 1, rounds + 3);
    }

    [Fact]
    public async Task A_notification_reaches_the_person_it_is_for_and_nobody_else()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        using var member = await host.MemberAsync(owner, "agent");
        await using var person = await LiveClient.ConnectAsync(host, member);
        await using var other = await LiveClient.ConnectAsync(host, owner);
        await person.FollowAsync("notifications");
        await other.FollowAsync("notifications");
        var live = host.Services.GetRequiredService<ILiveNotifications>();
        live.Tell(new TenantId(owner.TenantId), member.UserId, new JsonObject { ["title"] = "For the member" });
        live.Tell(new TenantId(owner.TenantId), owner.UserId, new JsonObject { ["title"] = "For the owner" });
        await person.SeenAsync(m => m.Method == "Notification", "it was told");
        await other.SeenAsync(m => m.Method == "Notification", "it was told");
        person.Messages.Where(m => m.Method == "Notification").Select(m => m.Text("title")).ShouldBe(["For the member"]);
        other.Messages.Where(m => m.Method == "Notification").Select(m => m.Text("title")).ShouldBe(["For the owner"]);
    }

    private static readonly DateTimeOffset Start = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    private static (LiveQueries, TenantChanges, FakeTimeProvider) Make(TestHost host)
    {
        var clock = new FakeTimeProvider(Start);
        var changes = new TenantChanges(host.Services.GetRequiredService<IRollups>());
        return (new LiveQueries(host.Services.GetRequiredService<IServiceScopeFactory>(), changes,
            new LiveMeters(host.Services.GetRequiredService<IMeterFactory>(), clock), clock, Options.Create(new RealtimeOptions()),
            NullLogger<LiveQueries>.Instance), changes, clock);
    }

    private static void Add(List<string> seen, byte[] json)
    {
        lock (seen)
            seen.Add(Encoding.UTF8.GetString(json));
    }

    private static bool Has(List<string> seen, string json)
    {
        lock (seen)
            return seen.Contains(json);
    }

    private static Task SeenAsync(List<string> seen, string json) => Eventually.TrueAsync(() => Task.FromResult(Has(seen, json)), $"{json} was shown");

    private static Task AdvancingAsync(FakeTimeProvider clock, Func<bool> condition, TimeSpan? step = null) => Eventually.TrueAsync(() =>
    {
        clock.Advance(step ?? TimeSpan.FromMilliseconds(600));
        return Task.FromResult(condition());
    }, "it has come to be");
}
