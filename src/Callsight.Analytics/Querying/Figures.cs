using Callsight.Analytics.Metrics;

namespace Callsight.Analytics.Querying;

/// <summary>Makes figures from aggregates: halves first, the division last.</summary>
internal static class Figures
{
    public static Figure Of(Metric metric, IReadOnlyDictionary<Aggregate, decimal?> values)
    {
        var numerator = Sum(metric.Numerator, values);
        if (metric.HasNoZero)
            return new Figure(numerator, null, null);
        if (metric.Denominator is null)
            return new Figure(numerator ?? 0, numerator ?? 0, null);
        var denominator = Sum(metric.Denominator, values) ?? 0;
        // Nothing to divide by: no value, never zero. The factor comes first, so that what comes out even is even.
        return new Figure(
            denominator == 0 ? null : (numerator ?? 0) * metric.Factor / denominator, numerator ?? 0, denominator);
    }

    public static Figure OfNothing(Metric metric) =>
        metric.HasNoZero ? new Figure(null, null, null) : metric.Denominator is null ? new Figure(0, 0, null) : new Figure(null, 0, 0);

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
    /// <summary>A rate beyond this says nothing to anybody, and soon no decimal holds it.</summary>
    private const double MostTimes = 1e12;

    public static Comparison Between(decimal? current, decimal? previous)
    {
        var change = current - previous;
        return new Comparison(current, previous, change, Rate(change, previous),
            change switch { > 0 => "up", < 0 => "down", _ => "flat" });
    }

    private static decimal? Rate(decimal? change, decimal? previous) =>
        change is { } by && previous is { } from and not 0 && Math.Abs((double)by / (double)from) < MostTimes
            ? by * 100 / Math.Abs(from)
            : null;
}
