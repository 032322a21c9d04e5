using Callsight.Analytics.Metrics;
using Callsight.App.Reporting.Reports;

namespace Callsight.App.Reporting.Alerts;

/// <summary>What is usual for an interval: the middle of the same season before, and how far around it a value may lie.</summary>
/// <remarks>
/// <para>
/// The expected value is the median m of the 6 to 12 last values of the season; the deviation is s = 1.4826 × MAD, the median distance
/// from m, which for normal noise is its standard deviation. A value outside m ± k × s is unusual. This is the identifier of Hampel
/// (F. R. Hampel, The influence curve and its role in robust estimation, 1974), with the modified z-score of Iglewicz and Hoaglin
/// (How to Detect and Handle Outliers, 1993): some outliers in the past move neither m nor s, as they would a mean.
/// </para>
/// <para>
/// From few values s is itself uncertain, so k depends on how many there are: it is such that of intervals with nothing but normal
/// noise the share that the sensitivity names lies outside, found by 600,000 simulated seasons for each number.
/// </para>
/// <para>
/// The band is never narrower than chance alone makes it: k' × √m for counts (Poisson), k' × √(p(1 − p) / d) for a share of d things
/// (binomial), and k' hundredths of m for all else, where k' is the normal distribution's quantile. Twelve equal values are no proof
/// that a thirteenth is wrong.
/// </para>
/// </remarks>
/// <param name="Expected">The median.</param>
/// <param name="Low">Null where low values are not meant.</param>
/// <param name="High">Null where high values are not meant.</param>
internal sealed record AnomalyBand(decimal Expected, decimal? Low, decimal? High)
{
    public const int FewestValues = 6;
    public const int MostValues = 12;

    /// <summary>k by sensitivity, for 6 to 12 values.</summary>
    private static readonly Dictionary<AnomalySensitivity, double[]> Factors = new()
    {
        [AnomalySensitivity.Low] = [18.74, 17.77, 11.46, 11.31, 8.64, 8.60, 7.38],
        [AnomalySensitivity.Medium] = [10.49, 10.02, 7.30, 7.14, 5.92, 5.83, 5.23],
        [AnomalySensitivity.High] = [6.16, 5.93, 4.74, 4.60, 4.06, 4.01, 3.68],
    };

    /// <summary>k' by sensitivity.</summary>
    private static readonly Dictionary<AnomalySensitivity, double> Quantiles = new()
    {
        [AnomalySensitivity.Low] = 3.2905,
        [AnomalySensitivity.Medium] = 2.8070,
        [AnomalySensitivity.High] = 2.3263,
    };

    /// <summary>The band for an interval; null where too little is known of its season.</summary>
    /// <param name="history">Values of the season before, oldest first; the last ones count.</param>
    /// <param name="denominator">Of how many things a share is, in the interval itself.</param>
    public static AnomalyBand? Of(AlertAnomaly anomaly, Metric metric, IReadOnlyList<decimal> history, decimal? denominator)
    {
        if (history.Count < FewestValues)
            return null;
        var values = history.TakeLast(MostValues).Select(v => (double)v).ToList();
        var median = Robust.Median(values);
        var deviation = 1.4826 * Robust.Median([.. values.Select(v => Math.Abs(v - median))]);
        var sensitivity = anomaly.Sensitivity ?? AnomalySensitivity.Medium;
        var factor = (double?)anomaly.Deviations ?? Factors[sensitivity][values.Count - FewestValues];
        var quantile = (double?)anomaly.Deviations ?? Quantiles[sensitivity];
        var width = Math.Max(factor * deviation, quantile * Chance(metric, median, (double?)denominator));
        var side = anomaly.Side ?? AnomalySide.Either;
        // What cannot be negative has no band below nothing.
        var low = metric.Unit is Unit.Money or Unit.Ratio or Unit.Score ? median - width : Math.Max(0, median - width);
        return new AnomalyBand(
            Plain(median), side is AnomalySide.Above ? null : Plain(low), side is AnomalySide.Below ? null : Plain(median + width));
    }

    /// <summary>The standard deviation that a figure has where nothing but chance moves it.</summary>
    private static double Chance(Metric metric, double median, double? denominator)
    {
        if (metric.Unit is Unit.Count && metric.Denominator is null)
            return Math.Sqrt(Math.Max(median, 1));
        if (metric.Unit is Unit.Percent && denominator is > 0 and { } of && median is >= 0 and <= 100)
        {
            // One success and one failure more than there were: nothing is certain.
            var share = ((median / 100 * of) + 1) / (of + 2);
            return 100 * Math.Sqrt(share * (1 - share) / of);
        }

        return Math.Abs(median) / 100;
    }

    private static decimal Plain(double value) => Questions.Plain((decimal)Math.Clamp(value, -1e18, 1e18))!.Value;
}
