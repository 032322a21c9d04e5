using System.Diagnostics;
using System.Globalization;

namespace Callsight.Benchmarks;

/// <summary>How long a process takes from nothing to ready on an empty folder, and how much memory it then holds.</summary>
internal static class StartBenchmark
{
    public static async Task RunAsync(Report report)
    {
        var (times, memory) = (new List<double>(), new List<double>());
        for (var run = 0; run < 5; run++)
        {
            var folder = Directory.CreateTempSubdirectory("callsight-bench-");
            var port = 20_000 + Random.Shared.Next(20_000);
            var started = Stopwatch.GetTimestamp();
            using var process = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Callsight"))
            {
                ArgumentList = { "serve", "--data", folder.FullName, "--urls", $"http://127.0.0.1:{port}" },
                RedirectStandardOutput = true,
            })!;
            using var client = new HttpClient();
            while (!await IsReadyAsync(client, port))
                await Task.Delay(10);
            times.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            process.Refresh();
            memory.Add(process.WorkingSet64 / 1e6);
            process.Kill();
            await process.WaitForExitAsync();
            folder.Delete(recursive: true);
        }

        report.Add("Start on an empty folder", "until ready", string.Create(CultureInfo.InvariantCulture,
            $"p50 {Report.Number(Report.Percentile(times, 0.5))} s, best {Report.Number(times.Min())} s"));
        report.Add("Start on an empty folder", "resident memory then", $"{Report.Number(Report.Percentile(memory, 0.5))} MB");
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, int port)
    {
        try
        {
            using var response = await client.GetAsync($"http://127.0.0.1:{port}/health/ready");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
