using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Callsight.App.Data;
using Callsight.Core;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.Benchmarks;

/// <summary>How soon a thousand subscribers hear of an event after its commit, and what an idle connection takes.</summary>
/// <remarks>Clients and product share the process: half of the memory and most of the time of receipt are the clients'.</remarks>
internal static class LiveBenchmark
{
    private const string Group = "Live";
    private const int Subscribers = 1_000;
    private const int Events = 60;
    private static readonly string[] Topics = ["events:*"];

    public static async Task RunAsync(Report report)
    {
        await using var product = await ServedProduct.StartAsync("--Realtime:ConnectionsPerCaller=2000");
        await using (var warm = await ConnectAsync(product, _ => { }))
            await RaiseAsync(product);
        var before = Memory();
        var received = new List<double>[Subscribers];
        var connections = new List<HubConnection>();
        var commits = new long[Events];
        var missing = Subscribers * Events;
        var done = new TaskCompletionSource();
        for (var i = 0; i < Subscribers; i++)
        {
            var own = received[i] = [];
            connections.Add(await ConnectAsync(product, message =>
            {
                var number = message.GetProperty("data").GetProperty("value").GetInt32();
                if (number < 0)
                    return;
                own.Add(Stopwatch.GetElapsedTime(Volatile.Read(ref commits[number])).TotalMilliseconds);
                if (Interlocked.Decrement(ref missing) == 0)
                    done.TrySetResult();
            }));
        }

        report.Add(Group, "memory of an idle connection, client included",
            $"{Report.Number((Memory() - before) / 1024.0 / Subscribers)} KB");
        for (var n = 0; n < Events; n++)
        {
            await RaiseAsync(product, n, () => Volatile.Write(ref commits[n], Stopwatch.GetTimestamp()));
            await Task.Delay(250);
        }

        await done.Task.WaitAsync(TimeSpan.FromMinutes(2));
        var all = received.SelectMany(r => r).ToList();
        report.Add(Group, string.Create(CultureInfo.InvariantCulture, $"from the start of the commit to receipt by {Subscribers:N0} subscribers, 4 events a second"),
            $"p50 {Report.Number(Report.Percentile(all, 0.5))} ms, p99 {Report.Number(Report.Percentile(all, 0.99))} ms");
        foreach (var connection in connections)
            await connection.DisposeAsync();
    }

    private static async Task<HubConnection> ConnectAsync(ServedProduct product, Action<JsonElement> take)
    {
        var token = product.Client.DefaultRequestHeaders.Authorization!.Parameter;
        var connection = new HubConnectionBuilder().WithUrl(
            new Uri(product.Client.BaseAddress!, "ws"), HttpTransportType.WebSockets, options =>
            {
                options.AccessTokenProvider = () => Task.FromResult(token);
                options.SkipNegotiation = true;
            }).Build();
        connection.On("Event", take);
        await connection.StartAsync();
        await connection.InvokeAsync<JsonElement>("Subscribe", Topics, null);
        return connection;
    }

    /// <summary>Writes an event as modules do.</summary>
    private static async Task RaiseAsync(ServedProduct product, int number = -1, Action? committed = null)
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
        // Before the save, so that nobody can hear of it earlier; the commit of one line is part of what is measured.
        committed?.Invoke();
        await db.SaveChangesAsync();
    }

    private static long Memory()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
