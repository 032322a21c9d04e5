using Callsight.Analytics.Metrics;

namespace Callsight.Analytics.Querying;

/// <summary>Makes figures from aggregates: halves first, the division last.</summary>
internal static class Figures
{
    public static Figure Of(Metric metric, IReadOnlyDictionary<Aggregate, decimal?> values)
    {
        var numerator = Sum(metric.Numerator, values);
        if (metric.Denominator is null)
            return new Figure(numerator ?? 0, numerator ?? 0, null);
        var denominator = Sum(metric.Denominator, values) ?? 0;
        // Nothing to divide by: no value, never zero.
        return new Figure(
            denominator == 0 ? null : (numerator ?? 0) / denominator * metric.Factor, numerator ?? 0, denominator);
    }

    public static Figure OfNothing(Metric metric) =>
        metric.Denominator is null ? new Figure(0, 0, null) : new Figure(null, 0, 0);

    private static decimal? Sum(Metrics.Half half, IReadOnlyDictionary<Aggregate, decimal?> values)
    {
        decimal? sum = null;
        foreach (var (sign, aggregate) in half.Terms)
            if (values[aggregate] is { } value)
                sum = (sum ?? 0) + (sign * value);
        return sum;
    }
}

/// <summary>How a figure moved.</summary>
internal static class Changes
{
    public static Comparison Between(decimal? current, decimal? previous)
    {
        var change = current - previous;
        return new Comparison(current, previous, change,
            previous is null or 0 ? null : change / Math.Abs(previous.Value) * 100,
            change switch { > 0 => "up", < 0 => "down", _ => "flat" });
    }
}
