using Callsight.Analytics.Metrics;
using Callsight.App.Reporting.Alerts;
using Callsight.Core;

namespace Callsight.Tests.App.Reporting.Alerts;

/// <summary>Series by hand, without a store.</summary>
internal static class AlertSeriesOf
{
    /// <summary>A Monday.</summary>
    public static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    public static Metric Metric(string key) => MetricCatalogue.Find(key, "metric").Value;

    public static AlertDefinition Threshold(AlertOperator op, decimal value, decimal? clear = null, int? inARow = null, decimal? least = null) =>
        new("calls_total", null, new AlertCondition(op, value, clear, inARow, null), AlertInterval.Hour, least);

    public static AlertDefinition Anomaly(
        AnomalySensitivity? sensitivity, AlertInterval interval = AlertInterval.Hour, AnomalySide? side = null, decimal? deviations = null,
        decimal? least = null) =>
        new("calls_total", null, new AlertCondition(null, null, null, null, new AlertAnomaly(sensitivity, deviations, side)), interval, least);

    public static List<AlertReading> Hours(IEnumerable<decimal?> values, decimal? denominator = null) =>
        [.. values.Select((value, i) => Reading(Start.AddHours(i), Start.AddHours(i + 1), value, denominator))];

    public static List<AlertReading> Days(IEnumerable<decimal?> values, decimal? denominator = null) =>
        [.. values.Select((value, i) => Reading(Start.AddDays(i), Start.AddDays(i + 1), value, denominator))];

    private static AlertReading Reading(DateTimeOffset from, DateTimeOffset to, decimal? value, decimal? denominator) =>
        new(new TimeBucket(new TimeRange(from, to), from), value, denominator);

    /// <summary>Noise as it is in nature.</summary>
    public static double Normal(this Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
