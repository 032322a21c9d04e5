using System.Diagnostics;
using System.Text.Json.Nodes;
using Callsight.IntegrationTests.Kill;
using Callsight.IntegrationTests.Support;
using Microsoft.Data.Sqlite;

namespace Callsight.IntegrationTests.Ingestion;

/// <summary>Segment's own library for Node, as it comes from its registry, sends to the product as users run it.</summary>
[Collection(nameof(Processes))]
public sealed class SegmentLibraryTests : IDisposable
{
    private const string Variable = "CALLSIGHT_TEST_SEGMENT";

    private const string Program = """
        const { Analytics } = require('@segment/analytics-node');
        const analytics = new Analytics({ writeKey: process.env.WRITE_KEY, host: process.env.HOST, flushAt: 7 });
        analytics.on('error', failure => { console.error(failure); process.exitCode = 1; });
        for (let i = 0; i < 25; i++)
          analytics.track({ userId: `user-${i % 5}`, event: 'Order Completed', properties: { revenue: 10, plan: 'gold' },
            context: { campaign: { name: 'spring', source: 'mail' } } });
        analytics.track({ userId: 'twice', event: 'Paid', messageId: 'the same' });
        analytics.track({ userId: 'twice', event: 'Paid', messageId: 'the same' });
        analytics.identify({ userId: 'user-1', traits: { plan: 'gold' } });
        analytics.page({ anonymousId: 'a1', name: 'Prices', properties: { path: '/prices' } });
        analytics.screen({ anonymousId: 'a1', name: 'Home' });
        analytics.group({ userId: 'user-1', groupId: 'g1', traits: { size: 3 } });
        analytics.alias({ userId: 'user-1', previousId: 'a1' });
        analytics.closeAndFlush({ timeout: 30000 }).then(() => console.log('done'));
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("callsight-segment-");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Its_events_arrive_unchanged_and_are_counted_once()
    {
        var modules = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(modules), $"Set {Variable} to a node_modules folder with @segment/analytics-node.");
        await using var host = HostProcess.Start(folder.FullName, HostProcess.FreePort());
        await host.WaitUntilReadyAsync();
        using var api = new Api(host.Address);
        await api.RegisterAsync();
        var key = (string)(await api.PostAsync("api-keys", new { name = "Site", scopes = new[] { "events:write" } }))["key"]!;

        await RunAsync(modules, host.Address, key);

        var types = (await api.GetAsync("analytics/event-types"))["data"]!.AsArray()
            .ToDictionary(t => (string)t!["type"]!, t => (int)t!["count"]!);
        new[] { "Order Completed", "Paid", "user_identified", "page_viewed", "screen_viewed", "group_identified", "user_aliased" }
            .Select(type => types.GetValueOrDefault(type)).ShouldBe([25, 1, 1, 1, 1, 1, 1]);
        var orders = await api.ListAsync("analytics/events?type=Order%20Completed");
        orders.Sum(o => (decimal)o["amount"]!).ShouldBe(250);
        orders.Select(o => (string)o["user_id"]!).Distinct().Count().ShouldBe(5);
        var properties = (JsonObject)orders[0]["properties"]!;
        ((string)properties["plan"]!, (string)properties["campaign_source"]!, (string)properties["library_name"]!)
            .ShouldBe(("gold", "mail", "@segment/analytics-node"));
        var received = DateTimeOffset.Parse((string)orders[0]["received_at"]!, System.Globalization.CultureInfo.InvariantCulture);
        var occurred = DateTimeOffset.Parse((string)orders[0]["occurred_at"]!, System.Globalization.CultureInfo.InvariantCulture);
        (received - occurred).ShouldBeInRange(TimeSpan.FromSeconds(-1), TimeSpan.FromMinutes(1));
    }

    private static async Task RunAsync(string modules, Uri address, string key)
    {
        var start = new ProcessStartInfo("node", ["-e", Program]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NODE_PATH"] = modules;
        start.Environment["HOST"] = address.GetLeftPart(UriPartial.Authority);
        start.Environment["WRITE_KEY"] = key;
        using var node = Process.Start(start)!;
        var (output, errors) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(90));
        node.ExitCode.ShouldBe(0, await errors);
        (await output).ShouldContain("done", customMessage: await errors);
    }
}
