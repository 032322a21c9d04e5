using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Callsight.Analytics.Schema;
using Callsight.Analytics.Store;
using Callsight.App.Ingestion;
using Callsight.Core;
using DuckDB.NET.Data;

namespace Callsight.Benchmarks;

/// <summary>How many events a second are durable, over HTTP and beside DuckDB's own appender on the same rows.</summary>
internal static class IngestionBenchmark
{
    private const string Group = "Durable ingestion";
    private const int BatchEvents = 500;

    public static async Task RunAsync(Report report)
    {
        var raw = await AppenderAsync();
        report.Add(Group, $"DuckDB's appender alone, transactions of {BatchEvents}", $"{Report.Number(raw)} events/s");
        var batches = Enumerable.Range(0, 64)
            .Select(b => $"{{\"events\":[{string.Join(',', Enumerable.Range(0, BatchEvents).Select(i => Event((b * BatchEvents) + i)))}]}}").ToList();
        var parsed = Parsing(batches);
        report.Add(Group, $"reading bodies of {BatchEvents} events alone", $"{Report.Number(parsed)} events/s, {Report.Number(parsed / raw)} x the appender");
        var (stored, processor) = await StoringAsync();
        report.Add(Group, "the event store alone, 8 senders of 500", $"{Report.Number(stored)} events/s, {Report.Number(stored / raw)} x the appender, " +
            $"{Report.Number(processor)} µs of a processor each");
        // Without the limit for each tenant, which is about what the machine can do.
        await using var product = await ServedProduct.StartAsync("--Ingestion:EventsPerSecond=0");
        var (refused, _) = await product.HammerAsync("analytics/events", 64, TimeSpan.FromSeconds(4), _ => """{"events":[]}""");
        report.Add(Group, "no event a request, 64 connections", $"{Report.Number(refused)} requests/s");
        var (single, latencies) = await product.HammerAsync("analytics/events", 64, TimeSpan.FromSeconds(8), i => Event(i));
        report.Add(Group, "one event a request, 64 connections",
            $"{Report.Number(single)} events/s, p50 {Report.Number(Report.Percentile(latencies, 0.5))} ms, " +
            $"p99 {Report.Number(Report.Percentile(latencies, 0.99))} ms, {Report.Number(single / refused)} x no event");
        var (batched, times) = await product.HammerAsync("analytics/events", 8, TimeSpan.FromSeconds(8), i => batches[i % batches.Count]);
        report.Add(Group, $"{BatchEvents} events a request, 8 connections",
            $"{Report.Number(batched * BatchEvents)} events/s, p50 {Report.Number(Report.Percentile(times, 0.5))} ms, " +
            $"{Report.Number(batched * BatchEvents / raw)} x the appender");
        // Repeatable batches: each event is sought among those of the last days, which are the ones before.
        var (keyed, _) = await product.HammerAsync("analytics/events", 8, TimeSpan.FromSeconds(8), KeyedBatch);
        report.Add(Group, $"the same with an id for each event", $"{Report.Number(keyed * BatchEvents)} events/s, " +
            $"{Report.Number(keyed * BatchEvents / raw)} x the appender");
    }

    private static string KeyedBatch(int number) => new StringBuilder("{\"events\":[").AppendJoin(',', Enumerable.Range(0, BatchEvents).Select(i =>
        $"{{\"event_id\":\"{Guid.CreateVersion7()}\",\"type\":\"page_viewed\",\"user_id\":\"user-{(number + i) % 5_000}\"}}")).Append("]}").ToString();

    /// <summary>Events a second that the store takes from several senders at once, and the processor's time for each in µs.</summary>
    private static async Task<(double PerSecond, double Microseconds)> StoringAsync()
    {
        const int Senders = 8, Rounds = 100;
        var folder = Directory.CreateTempSubdirectory("callsight-bench-");
        var store = new DuckDbEventStore(Path.Combine(folder.FullName, "store.duckdb"), new EventStoreOptions(), TimeProvider.System);
        await store.OpenAsync(default);
        var tenant = TenantId.New();
        var reader = new TrackedEventReader(TimeProvider.System.GetUtcNow());
        var batch = EventBatch.Read(Encoding.UTF8.GetBytes(
            $"{{\"events\":[{string.Join(',', Enumerable.Range(0, BatchEvents).Select(Event))}]}}"), reader).Value.Events;
        var (started, before) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < Rounds; i++)
                await store.AppendAsync(tenant, batch, mayRepeat: false, default);
        })));
        var events = (double)Senders * Rounds * BatchEvents;
        var figures = (events / Stopwatch.GetElapsedTime(started).TotalSeconds,
            (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / events);
        await store.DisposeAsync();
        folder.Delete(recursive: true);
        return figures;
    }

    private static double Parsing(List<string> batches)
    {
        var bodies = batches.ConvertAll(Encoding.UTF8.GetBytes);
        var (started, count) = (Stopwatch.GetTimestamp(), 0);
        for (var i = 0; Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(3); i++)
            count += EventBatch.Read(bodies[i % bodies.Count], new TrackedEventReader(DateTimeOffset.UnixEpoch.AddSeconds(1_770_100_000))).Value.Events.Count;
        return count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static string Event(int number) => JsonSerializer.Serialize(new
    {
        type = "page_viewed",
        occurred_at = DateTimeOffset.UnixEpoch.AddSeconds(1_770_000_000 + number),
        user_id = $"user-{number % 5_000}",
        session_id = $"session-{number % 20_000}",
        properties = new { page = "/prices", device = "desktop", load_ms = number % 900 },
    });

    private static async Task<double> AppenderAsync()
    {
        var folder = Directory.CreateTempSubdirectory("callsight-bench-");
        var file = new DuckDbFile(Path.Combine(folder.FullName, "raw.duckdb"), new EventStoreOptions());
        await using var connection = await file.ConnectAsync(default);
        await file.PrepareAsync(connection, default);
        var tenant = TenantId.New();
        var properties = new System.Text.Json.Nodes.JsonObject { ["page"] = "/prices", ["device"] = "desktop", ["load_ms"] = 500 };
        var rows = Enumerable.Range(0, BatchEvents).Select(i => (tenant, FactRows.Of(new CatalogueEvent
        {
            Id = Guid.CreateVersion7(),
            Type = "page_viewed",
            OccurredAt = DateTimeOffset.UnixEpoch.AddSeconds(1_770_000_000 + i),
            UserId = $"user-{i}",
            SessionId = $"session-{i}",
            Properties = properties,
        }, i, DateTimeOffset.UnixEpoch))).ToList();
        var (started, count) = (Stopwatch.GetTimestamp(), 0);
        for (; Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5); count += BatchEvents)
        {
            await DuckDbFile.ExecuteAsync(connection, "BEGIN", default);
            RowAppender.Append(connection, "hot", FactTable.Events, rows);
            await DuckDbFile.ExecuteAsync(connection, "COMMIT", default);
        }

        var rate = count / Stopwatch.GetElapsedTime(started).TotalSeconds;
        await connection.DisposeAsync();
        folder.Delete(recursive: true);
        return rate;
    }
}
