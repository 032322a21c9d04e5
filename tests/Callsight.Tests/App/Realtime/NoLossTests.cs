using Callsight.Tests.Support;
using static Callsight.Tests.Support.LogWriting;

namespace Callsight.Tests.App.Realtime;

/// <summary>However often the line breaks, each event arrives exactly once and in order.</summary>
[AlsoOnPostgres]
public sealed class NoLossTests
{
    [Fact]
    public async Task A_client_cut_a_hundred_times_while_thousands_of_events_flow_has_each_position_once()
    {
        await using var host = await TestHost.StartAsync();
        using var owner = await host.RegisterAsync();
        using var stranger = await host.RegisterAsync();
        const int Events = 10_000;
        var random = new Random(20260301);
        var (seen, place, cuts) = (new List<LiveMessage>(), ((string, string)?)null, 0);
        await using (var first = await LiveClient.ConnectAsync(host, owner))
        {
            await first.FollowAsync("events:counted");
            await first.SeenAsync(m => m.Method == "Heartbeat", "its place was told");
            place = first.Place;
        }

        var written = 0;
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < Events; i += 10)
            {
                await host.RaiseAsync(owner.TenantId, [.. Enumerable.Range(i, 10).Select(n => Happened("counted", n))]);
                await host.RaiseAsync(stranger.TenantId, Happened("counted", -1));
                Volatile.Write(ref written, i + 10);
                // As long as the client is not cut often enough, there is something left to miss.
                while (i > Events * (Volatile.Read(ref cuts) + 1) / 100)
                    await Task.Delay(1);
            }
        });

        while (seen.Count < Events)
        {
            await using var client = await LiveClient.ConnectAsync(host, owner, place);
            var wanted = cuts < 100 ? random.Next(1, 200) : int.MaxValue;
            var following = client.FollowAsync("events:counted");
            if (cuts % 3 == 0)
                await client.SeenAsync(_ => true, "something came"); // Cut while it still catches up.
            else
                (await following).GetProperty("recovered").GetBoolean().ShouldBeTrue();
            await Eventually.TrueAsync(() => Task.FromResult(
                client.Events.Count() >= Math.Min(wanted, Volatile.Read(ref written) - seen.Count)), "some events came");
            if (cuts++ < 100)
                client.Cut();
            await client.DisposeAsync();
            await Task.WhenAny(following);
            // At once: what has arrived may still be on its way to us.
            LiveMessage[] taken = [.. client.Messages];
            var events = taken.Where(m => m.Method == "Event").ToList();
            events.Select(e => e.Text("position")).ShouldBeUnique();
            seen.AddRange(events);
            place = client.PlaceAfter(taken);
        }

        await writing;
        cuts.ShouldBeGreaterThanOrEqualTo(100);
        seen.Select(e => e.Body.GetProperty("data").GetProperty("value").GetDouble()).Index()
            .Where(e => e.Item != e.Index).Take(3).ShouldBeEmpty();
        seen.Select(e => e.Text("position")).Distinct().Count().ShouldBe(Events);
        host.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_restart_of_the_host_loses_and_repeats_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("callsight-live-");
        var (seen, place, token) = (new List<double>(), ((string, string)?)null, "");
        Guid tenant = default;
        for (var round = 0; round < 3; round++)
        {
            var host = await TestHost.StartAsync(null, folder.FullName);
            if (round == 0)
            {
                using var owner = await host.RegisterAsync();
                (tenant, token) = (owner.TenantId, owner.AccessToken!);
            }
            else
            {
                await WriteAsync(host, (round * 1_000) - 500);
            }

            await using var client = await LiveClient.ConnectAsync(host, token, place);
            await client.FollowAsync("events:counted");
            await WriteAsync(host, round * 1_000);
            await Eventually.TrueAsync(() => Task.FromResult(client.Events.Count() >= (round == 0 ? 500 : 1_000)), "all events came");
            var stopping = host.DisposeAsync().AsTask();
            await client.SeenAsync(m => m.Method == "Closing", "it was told why");
            var closing = client.Messages.Last(m => m.Method == "Closing");
            (closing.Text("code"), closing.Text("action")).ShouldBe(("server_stopping", "reconnect"));
            await client.Closed;
            await stopping;
            seen.AddRange(client.Events.Select(e => e.Body.GetProperty("data").GetProperty("value").GetDouble()));
            place = client.Place;
        }

        seen.ShouldBe(Enumerable.Range(0, 2_500).Select(i => (double)i));
        TestHost.DeleteQuietly(folder);

        Task WriteAsync(TestHost host, int from) =>
            host.RaiseAsync(tenant, [.. Enumerable.Range(from, 500).Select(n => Happened("counted", n))]);
    }
}
