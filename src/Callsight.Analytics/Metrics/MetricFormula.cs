using System.Globalization;

namespace Callsight.Analytics.Metrics;

/// <summary>A metric's definition in one line, printed from what is computed, so that it is never out of date.</summary>
/// <remarks><c>100 × count of calls [direction = inbound, status = abandoned] by started_at / count of calls [...] by started_at</c>.</remarks>
public static class MetricFormula
{
    public static string Of(Metric metric)
    {
        var numerator = Print(metric.Numerator);
        if (metric.Denominator is not { } denominator)
            return numerator;
        var factor = metric.Factor == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"{metric.Factor} × ");
        return $"{factor}{Bracket(metric.Numerator, numerator)} / {Bracket(denominator, Print(denominator))}";
    }

    /// <summary>At which instants rows are counted, such as <c>calls by started_at</c>.</summary>
    public static IEnumerable<string> Booking(Metric metric) => metric.Aggregates.Select(aggregate => aggregate.Kind switch
    {
        _ when aggregate.Fact.IsSpan => $"{aggregate.Fact.Name} cut at the edges of the interval",
        AggregateKind.CountMonthBefore => $"{aggregate.Fact.Name} by {aggregate.TimeColumn} a month before",
        _ => $"{aggregate.Fact.Name} by {aggregate.TimeColumn}",
    }).Distinct();

    private static string Print(Half half) => string.Concat(half.Terms.Select((term, index) =>
        (index == 0 ? term.Sign < 0 ? "-" : "" : term.Sign < 0 ? " - " : " + ") + Print(term.Aggregate)));

    private static string Bracket(Half half, string text) => half.Terms.Count > 1 ? $"({text})" : text;

    private static string Print(Aggregate aggregate)
    {
        var conditions = aggregate.Conditions.Count == 0 ? "" : $" [{string.Join(", ", aggregate.Conditions.Select(Print))}]";
        var measure = aggregate.Measure switch
        {
            null => "",
            { Until: { } until } between => $"{until} - {between.Column}",
            { } column => string.Join(" + ", column.Plus.Prepend(column.Column)),
        };
        return aggregate.Kind switch
        {
            AggregateKind.Count => $"count of {aggregate.Fact.Name}",
            AggregateKind.CountMonthBefore => $"count of {aggregate.Fact.Name} a month before",
            AggregateKind.CountDistinct => $"different {measure} of {aggregate.Fact.Name}",
            AggregateKind.TimeInside when aggregate.Measure is null => $"time of {aggregate.Fact.Name}",
            AggregateKind.Quantile => string.Create(CultureInfo.InvariantCulture,
                $"{aggregate.Fraction * 100:0.##}th percentile of {measure} of {aggregate.Fact.Name}"),
            AggregateKind.Min => $"smallest {measure} of {aggregate.Fact.Name}",
            AggregateKind.Max => $"largest {measure} of {aggregate.Fact.Name}",
            _ => $"sum of {measure} of {aggregate.Fact.Name}",
        } + conditions;
    }

    private static string Print(RowCondition condition) => condition switch
    {
        RowCondition.Is { Value: bool truth } test => truth ? test.Column : $"not {test.Column}",
        RowCondition.Is test => $"{test.Column} = {test.Value}",
        RowCondition.Known known => $"{known.Column} known",
        RowCondition.Unknown unknown => $"{unknown.Column} not known",
        RowCondition.AtMost limit => $"{limit.Column} ≤ {limit.Limit}",
        RowCondition.Compares test => string.Create(CultureInfo.InvariantCulture, $"{test.Column} {Sign(test.Compared)} {test.Value}"),
        RowCondition.OverOrUnknown over => $"{over.Column} > {over.Value} or not known",
        RowCondition.Within within => string.Create(CultureInfo.InvariantCulture,
            $"{within.Until} - {within.From} from 0 to {within.Microseconds / 1_000_000m} s"),
        RowCondition.Matches matches => FilterJson.Write(matches.Filter),
        _ => throw new ArgumentException("Unknown condition."),
    };

    private static string Sign(Compared compared) => compared switch
    {
        Compared.AtMost => "≤",
        Compared.Over => ">",
        Compared.AtLeast => "≥",
        _ => "≠",
    };
}
