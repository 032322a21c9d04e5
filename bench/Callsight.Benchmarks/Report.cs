using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Callsight.Benchmarks;

/// <summary>Collects what was measured, prints it as it comes, and keeps it as the baseline beside the code.</summary>
internal sealed class Report
{
    private readonly List<(string Group, string What, string Figure)> lines = [];

    public void Add(string group, string what, string figure)
    {
        lines.Add((group, what, figure));
        Console.WriteLine($"{group,-28} {what,-52} {figure}");
    }

    /// <summary>Adds the median and the 95th percentile of a few runs, after one that warms up.</summary>
    public async Task<double> TimeAsync(string group, string what, Func<Task> work, int runs = 15, double? baseline = null)
    {
        await work();
        var times = new List<double>();
        for (var run = 0; run < runs; run++)
        {
            var started = Stopwatch.GetTimestamp();
            await work();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        var median = Percentile(times, 0.5);
        var ratio = baseline is { } least ? $", {Number(median / least)} x by hand" : "";
        Add(group, what, $"p50 {Number(median)} ms, p95 {Number(Percentile(times, 0.95))} ms{ratio}");
        return median;
    }

    public static double Percentile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];
    }

    public static string Number(double value) =>
        value.ToString(value >= 100 ? "N0" : value >= 10 ? "N1" : "N2", CultureInfo.InvariantCulture);

    /// <summary>Writes <c>bench/baseline.md</c>.</summary>
    public void Save()
    {
        var text = new StringBuilder("# Baseline\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores, .NET {Environment.Version}. Written by `--save`.\n");
        foreach (var group in lines.GroupBy(line => line.Group))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {group.Key}\n\n| what | measured |\n|---|---|\n");
            foreach (var (_, what, figure) in group)
                text.Append(CultureInfo.InvariantCulture, $"| {what} | {figure} |\n");
        }

        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Callsight.slnx")))
            folder = folder.Parent ?? throw new InvalidOperationException("Benchmarks run from a checkout.");
        File.WriteAllText(Path.Combine(folder.FullName, "bench", "baseline.md"), text.ToString());
    }
}
