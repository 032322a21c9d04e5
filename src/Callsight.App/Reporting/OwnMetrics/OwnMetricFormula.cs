using System.Text.Json;
using Callsight.Analytics.Metrics;
using Callsight.Analytics.Schema;

namespace Callsight.App.Reporting.OwnMetrics;

/// <summary>Makes a metric of the planner from what a tenant wrote down.</summary>
internal static class OwnMetricFormula
{
    /// <param name="own">The version.</param>
    /// <param name="name">The name the question gave it, with or without its version.</param>
    /// <param name="find">Finds the metrics of a ratio.</param>
    public static Metric Make(OwnMetric own, string name, Func<string, Metric> find)
    {
        var description = own.Description ?? (own.Event is null
            ? $"{own.Numerator} / {own.Denominator}." : $"{own.Aggregate} of events {own.Event}. Booked where they happened.");
        var metric = own.Event is null ? Ratio(own, name, find, description) : OfEvents(own, name, description);
        return metric with { Version = own.Number };
    }

    private static Metric Ratio(OwnMetric own, string name, Func<string, Metric> find, string description)
    {
        var (above, below) = (find(own.Numerator!), find(own.Denominator!));
        return Metric.Ratio(name, own.Title, own.Unit, own.Better, above.Numerator, below.Numerator, description) with
        {
            // Different things counted in parts do not add up, and so neither does their ratio.
            Kind = above.Kind is MetricKind.Additive && below.Kind is MetricKind.Additive ? MetricKind.Ratio : MetricKind.Whole,
        };
    }

    private static Metric OfEvents(OwnMetric own, string name, string description)
    {
        var field = own.Field;
        return own.Aggregate!.Value switch
        {
            OwnAggregate.Count => Sum(Of(AggregateKind.Count, null)),
            OwnAggregate.Sum => Sum(Of(AggregateKind.Sum, field)),
            OwnAggregate.Unique => Metric.Distinct(name, own.Title, own.Better, Of(AggregateKind.CountDistinct, field), description) with
            {
                Unit = own.Unit,
            },
            OwnAggregate.Avg => Metric.Ratio(name, own.Title, own.Unit, own.Better, Of(AggregateKind.Sum, field),
                Of(AggregateKind.Count, null).WhereKnown(EventMeasures.ColumnOf(field!)), description) with
            {
                Factor = 1,
            },
            OwnAggregate.Min => Single(Of(AggregateKind.Min, field)),
            OwnAggregate.Max => Single(Of(AggregateKind.Max, field)),
            var quantile => Single(Of(AggregateKind.Quantile, field) with
            {
                Fraction = quantile switch { OwnAggregate.P50 => 0.5, OwnAggregate.P90 => 0.9, OwnAggregate.P95 => 0.95, _ => 0.99 },
            }),
        };

        Metric Sum(Aggregate sum) => Metric.Additive(name, own.Title, own.Unit, own.Better, sum, description);

        Metric Single(Aggregate value) => Metric.Single(name, own.Title, own.Unit, own.Better, value, description);

        Aggregate Of(AggregateKind kind, string? measured)
        {
            var aggregate = EventMeasures.Of(kind, measured).Where("type", own.Event!);
            return own.Filter is null ? aggregate : aggregate.Where(FilterOf(own.Filter).Value);
        }
    }

    /// <summary>The filter that JSON stands for, checked against what events have.</summary>
    public static Result<Filter> FilterOf(string json) => FilterOf(JsonElement.Parse(json));

    public static Result<Filter> FilterOf(JsonElement json) => FilterParser.Parse(json, "filter").Then(filter =>
        FilterValidator.Validate(filter, Facts.Events.Filterable, "filter"));
}
