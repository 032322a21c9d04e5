using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Callsight.Benchmarks;

/// <summary>How soon single events are acknowledged and seen while a hundred tenants write at a steady pace and somebody asks.</summary>
internal static class LoadBenchmark
{
    private const string Group = "A hundred tenants at once";
    private const int Tenants = 100;
    private const int EventsPerSecond = 500;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(20);

    public static async Task RunAsync(Report report)
    {
        await using var product = await ServedProduct.StartAsync("--Ingestion:EventsPerSecond=0");
        var clients = new List<HttpClient>();
        for (var tenant = 0; tenant < Tenants; tenant++)
            clients.Add(await product.RegisterAsync());
        await SendAsync(product, clients, TimeSpan.FromSeconds(3));
        using var done = new CancellationTokenSource();
        var asking = AskAsync(clients[0], done.Token);
        var seeing = SeeAsync(product, clients[1], done.Token);
        var sent = await SendAsync(product, clients, Time);
        await done.CancelAsync();
        var (asked, seen) = (await asking, await seeing);
        report.Add(Group, $"one event a request, {EventsPerSecond} a second while two ask", Latencies(sent));
        report.Add(Group, "a month's figures by day meanwhile", $"{Latencies(asked)}, {Report.Number(asked.Count / Time.TotalSeconds)} a second");
        report.Add(Group, "from sending an event to a figure that counts it", Latencies(seen));
        report.Add(Group, "resident memory, sender included", $"{Report.Number(Environment.WorkingSet / 1e6)} MB");
    }

    private static string Latencies(List<double> milliseconds) =>
        $"p50 {Report.Number(Report.Percentile(milliseconds, 0.5))} ms, p99 {Report.Number(Report.Percentile(milliseconds, 0.99))} ms";

    /// <summary>Sends at the pace of the clock, not of the answers: a slow answer delays no other request.</summary>
    private static async Task<List<double>> SendAsync(ServedProduct product, List<HttpClient> clients, TimeSpan time)
    {
        var started = Stopwatch.GetTimestamp();
        var requests = new List<Task<double>>();
        while (Stopwatch.GetElapsedTime(started) is var now && now < time)
        {
            for (var due = (int)(now.TotalSeconds * EventsPerSecond); requests.Count < due;)
                requests.Add(SendOneAsync(clients[requests.Count % clients.Count], requests.Count));
            await Task.Delay(1);
        }

        return [.. await Task.WhenAll(requests)];
    }

    private static async Task<double> SendOneAsync(HttpClient client, int number)
    {
        var sent = Stopwatch.GetTimestamp();
        await ServedProduct.PostAsync(client, "analytics/events", JsonSerializer.Serialize(new
        {
            type = "page_viewed",
            user_id = $"user-{number % 5_000}",
            properties = new { page = "/prices", load_ms = number % 900 },
        }));
        return Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
    }

    private static async Task<List<double>> AskAsync(HttpClient client, CancellationToken done)
    {
        var times = new List<double>();
        while (!done.IsCancellationRequested)
        {
            var asked = Stopwatch.GetTimestamp();
            await ServedProduct.PostAsync(client, "analytics/query",
                $$"""{"metrics":["events_total","calls_total","leads_generated"],"start_date":"{{Day(-29)}}","end_date":"{{Day(0)}}","interval":"day"}""");
            times.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            await Task.Delay(50, CancellationToken.None);
        }

        return times;
    }

    private static async Task<List<double>> SeeAsync(ServedProduct product, HttpClient client, CancellationToken done)
    {
        var times = new List<double>();
        for (var number = 0; !done.IsCancellationRequested; number++)
        {
            var sent = Stopwatch.GetTimestamp();
            await ServedProduct.PostAsync(client, "analytics/events", $$"""{"type":"seen_{{number}}"}""");
            while (await CountAsync(client, number) == 0)
                await Task.Delay(1, CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            await Task.Delay(100, CancellationToken.None);
        }

        return times;
    }

    private static async Task<long> CountAsync(HttpClient client, int number)
    {
        var answer = JsonElement.Parse(await ServedProduct.PostAsync(client, "analytics/query",
            $$$"""{"metrics":["events_total"],"start_date":"{{{Day(-1)}}}","end_date":"{{{Day(1)}}}","filter":{"all":[{"field":"event_type","op":"eq","value":"seen_{{{number}}}"}]}}"""));
        return answer.GetProperty("totals").GetProperty("events_total").GetInt64();
    }

    private static string Day(int fromToday) =>
        DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(fromToday).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
