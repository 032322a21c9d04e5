using System.Globalization;
using System.Text.Json;
using Callsight.App.Data;
using Callsight.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.Benchmarks;

/// <summary>How soon a thousand subscribers hear of an event, and what an idle connection takes, beside a bare socket.io server.</summary>
/// <remarks>The subscribers are the same for both, in a process of their own on the same machine.</remarks>
internal static class LiveBenchmark
{
    private const string Group = "Live";
    private const int Idle = 2_000;
    private const int Subscribers = 1_000;
    private const int Events = 80;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    /// <summary>What connections needed to come up is let go by then.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(45);

    public static async Task RunAsync(Report report)
    {
        if (await NodeProcess.PackagesAsync("socket.io") is not { } packages)
        {
            report.Add(Group, "needs node and npm", "left out");
            return;
        }

        await RunCallsightAsync(report, packages);
        await RunSocketIoAsync(report, packages);
    }

    private static async Task RunCallsightAsync(Report report, string packages)
    {
        await using var product = await ServedProduct.StartAsync("--Realtime:ConnectionsPerCaller=5000");
        var token = product.Client.DefaultRequestHeaders.Authorization!.Parameter!;
        var address = new Uri(product.Client.BaseAddress!, "ws").ToString().Replace("http", "ws", StringComparison.Ordinal);
        string[] Arguments(int count) => ["callsight", address, count.ToString(CultureInfo.InvariantCulture), token];

        await using (var warm = await SubscribeAsync(packages, Arguments(50)))
            await RaiseAsync(product, -1);
        var before = await MemoryAsync();
        await using (await SubscribeAsync(packages, Arguments(Idle)))
            Tell(report, "Callsight", await MemoryAsync() - before);
        await using var subscribers = await SubscribeAsync(packages, Arguments(Subscribers));
        await TellAsync(report, "Callsight, from the start of the commit", subscribers, n => RaiseAsync(product, n));

        async Task<long> MemoryAsync()
        {
            await Task.Delay(Settled);
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            return Environment.WorkingSet;
        }
    }

    private static async Task RunSocketIoAsync(Report report, string packages)
    {
        await using var server = NodeProcess.Start(packages, "socketio.mjs");
        var address = $"ws://127.0.0.1:{await server.ReadAsync()}/socket.io/?EIO=4&transport=websocket";
        string[] Arguments(int count) => ["socketio", address, count.ToString(CultureInfo.InvariantCulture)];

        await using (await SubscribeAsync(packages, Arguments(50)))
            await server.WriteAsync("-1");
        var before = await MemoryAsync();
        await using (await SubscribeAsync(packages, Arguments(Idle)))
            Tell(report, "bare socket.io", await MemoryAsync() - before);
        await using var subscribers = await SubscribeAsync(packages, Arguments(Subscribers));
        await TellAsync(report, "bare socket.io, from the sending", subscribers,
            n => server.WriteAsync(n.ToString(CultureInfo.InvariantCulture)));

        async Task<long> MemoryAsync()
        {
            await Task.Delay(Settled);
            await server.WriteAsync("memory");
            return long.Parse(await server.ReadAsync(), CultureInfo.InvariantCulture);
        }
    }

    private static async Task<NodeProcess> SubscribeAsync(string packages, string[] arguments)
    {
        var subscribers = NodeProcess.Start(packages, "subscribers.mjs", arguments);
        if (await subscribers.ReadAsync() is not "ready")
            throw new InvalidOperationException("The subscribers did not come up.");
        return subscribers;
    }

    private static async Task TellAsync(Report report, string who, NodeProcess subscribers, Func<int, Task> raiseAsync)
    {
        var begun = new double[Events];
        for (var n = 0; n < Events; n++)
        {
            begun[n] = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMilliseconds;
            await raiseAsync(n);
            await Task.Delay(Between);
        }

        await Task.Delay(2_000);
        await subscribers.WriteAsync("tell");
        var received = JsonSerializer.Deserialize<Dictionary<int, double[]>>(await subscribers.ReadAsync())!;
        var delays = received.SelectMany(r => r.Value.Select(at => at - begun[r.Key])).ToList();
        if (delays.Count != Events * Subscribers)
            throw new InvalidOperationException($"{delays.Count} of {Events * Subscribers} messages arrived.");
        // The first second belongs to the compiler.
        var settled = received.Where(r => r.Key >= 4).SelectMany(r => r.Value.Select(at => at - begun[r.Key])).ToList();
        report.Add(Group, string.Create(CultureInfo.InvariantCulture, $"{who} to receipt by {Subscribers:N0} subscribers, 4 events a second"),
            $"p50 {Report.Number(Report.Percentile(settled, 0.5))} ms, p99 {Report.Number(Report.Percentile(settled, 0.99))} ms");
    }

    private static void Tell(Report report, string who, long bytes) => report.Add(Group,
        string.Create(CultureInfo.InvariantCulture, $"{who}: {Idle:N0} idle connections"),
        $"{Report.Number(bytes / 1048576.0)} MB, {Report.Number(bytes / 1024.0 / Idle)} KB each");

    /// <summary>Writes an event as modules do.</summary>
    private static async Task RaiseAsync(ServedProduct product, int number)
    {
        await using var scope = product.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentTenant>().Enter(product.Tenant);
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        db.Raise(new CatalogueEvent
        {
            Id = Guid.CreateVersion7(),
            Type = "benched",
            OccurredAt = TimeProvider.System.GetUtcNow(),
            Value = number,
        });
        await db.SaveChangesAsync();
    }
}
