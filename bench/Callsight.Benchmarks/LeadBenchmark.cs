using System.Text.Json;

namespace Callsight.Benchmarks;

/// <summary>How fast leads are created, each with its event in one transaction, on both relational stores.</summary>
internal static class LeadBenchmark
{
    private const string Group = "Lead creation";

    public static async Task RunAsync(Report report)
    {
        await MeasureAsync(report, "SQLite");
        if (Environment.GetEnvironmentVariable("CALLSIGHT_BENCH_POSTGRES") is { Length: > 0 } postgres)
            await MeasureAsync(report, "PostgreSQL", $"--Store:Postgres={postgres}");
        else
            report.Add(Group, "PostgreSQL", "not measured: set CALLSIGHT_BENCH_POSTGRES to a connection string of an empty database");
    }

    private static async Task MeasureAsync(Report report, string store, params string[] settings)
    {
        await using var product = await ServedProduct.StartAsync(settings);
        foreach (var connections in new[] { 1, 16 })
        {
            var (rate, times) = await product.HammerAsync("leads", connections, TimeSpan.FromSeconds(6), i => JsonSerializer.Serialize(new
            {
                first_name = "Ann",
                last_name = $"Number {i}",
                source = "web",
                value = 100,
                properties = new { size = i },
            }));
            report.Add(Group, $"{store}, {connections} connection{(connections == 1 ? "" : "s")}",
                $"{Report.Number(rate)} leads/s, p50 {Report.Number(Report.Percentile(times, 0.5))} ms, " +
                $"p99 {Report.Number(Report.Percentile(times, 0.99))} ms");
        }
    }
}
