namespace Callsight.Tests.Analytics.Metrics;

/// <summary>A figure worked out by hand.</summary>
/// <param name="Metric">The name a question gives it, with a threshold where it has one.</param>
/// <param name="Value">Rounded to four decimals; null for none.</param>
/// <param name="Top">The upper half of a ratio.</param>
/// <param name="Bottom">The lower half of a ratio.</param>
/// <param name="Why">The arithmetic, for readers.</param>
public sealed record Worked(string Metric, decimal? Value, decimal? Top, decimal? Bottom, string Why)
{
    /// <summary>A figure that is no ratio.</summary>
    public Worked(string metric, decimal? value, string why)
        : this(metric, value, null, null, why)
    {
    }

    public override string ToString() => Metric;
}

/// <summary>Rows and the figures of their day (or days), the one source of the tests and of the examples in docs/metrics.md.</summary>
public sealed record Example(string Rows, Worked[] Figures)
{
    public string First { get; init; } = "2026-03-02";
    public string Last { get; init; } = "2026-03-02";
}

/// <summary>An example for every metric of the catalogue.</summary>
internal static partial class MetricExamples
{
    public static IReadOnlyList<Example> All { get; } = [.. OfCalls, .. OfWaits, .. OfAgents, .. OfLeads, .. OfEvents];
}
