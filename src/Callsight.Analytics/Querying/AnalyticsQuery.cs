using Callsight.Analytics.Metrics;

namespace Callsight.Analytics.Querying;

/// <summary>What a period is compared with.</summary>
public enum Compare
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>As many whole days right before: 31 days before a March, not February.</summary>
    /// <remarks>
    /// A period that is still running is set against whole days all the same; end it yesterday to compare like with like.
    /// </remarks>
    PreviousPeriod,

    /// <summary>The same days a year before.</summary>
    PreviousYear,
}

/// <summary>How rows are sorted.</summary>
public sealed record QueryOrder(string Column, bool IsDescending);

/// <summary>A question about one tenant's figures. It never changes; other questions are derived from it.</summary>
public sealed record AnalyticsQuery
{
    public required TenantId Tenant { get; init; }
    public required EquatableList<Metric> Metrics { get; init; }

    /// <summary>Names of dimensions, as queries know them: <c>agent</c>, <c>source</c>, <c>properties.topic</c>.</summary>
    public EquatableList<string> Dimensions { get; init; } = [];
    public Filter Filter { get; init; } = Filter.Everything;

    /// <summary>Local days of the zone.</summary>
    public required DayRange Days { get; init; }
    public required TenantZone Zone { get; init; }
    public Interval Interval { get; init; } = Interval.None;
    public Compare Compare { get; init; } = Compare.None;

    /// <summary>Only hours of the wall clock that lie in any of these; empty for all.</summary>
    public EquatableList<TimeWindow> Windows { get; init; } = [];

    /// <summary>Only rows of some groups; null for all.</summary>
    public GroupRestriction? Groups { get; init; }

    /// <summary>Only what lies in this stretch of the days as well; null for all of them.</summary>
    public TimeRange? Within { get; init; }
    public QueryOrder? Order { get; init; }
    public int? Limit { get; init; }

    /// <summary>Whether the groups beyond the limit are counted together as one; a series then has the largest groups of the period.</summary>
    public bool WithOther { get; init; }
    public int Offset { get; init; }

    /// <summary>The moment the question is asked; open stretches end there and relative dates count from it.</summary>
    public required DateTimeOffset Now { get; init; }

    public TimeRange Range => Zone.ToRange(Days);
}

/// <summary>One figure with the halves it was made of.</summary>
public sealed record Figure(decimal? Value, decimal? Numerator, decimal? Denominator)
{
    /// <summary>The figure of several parts together, of a metric that adds up or is a ratio of what does.</summary>
    public static Figure Together(Metric metric, IReadOnlyCollection<Figure> parts)
    {
        if (metric.Kind is not (MetricKind.Additive or MetricKind.Ratio))
            throw new ArgumentException($"Parts of {metric.Key} do not make the whole.", nameof(metric));
        var numerator = parts.Sum(p => p.Numerator);
        if (metric.Denominator is null)
            return new Figure(numerator, numerator, null);
        var denominator = parts.Sum(p => p.Denominator);
        return new Figure(denominator is null or 0 ? null : numerator * metric.Factor / denominator, numerator, denominator);
    }
}

/// <summary>One row of an answer.</summary>
/// <param name="IsProvisional">Whether its figures may still change: its interval is not long over, or a contact of it is open.</param>
/// <param name="IsOther">Whether it is all the groups beyond the limit: their figures counted together, not summed up.</param>
public sealed record AnswerRow(
    DateTimeOffset? Timestamp, IReadOnlyList<object?> Dimensions, IReadOnlyList<Figure> Figures, bool IsProvisional = false,
    bool IsOther = false);

/// <summary>A figure beside that of another period.</summary>
public sealed record Comparison(decimal? Current, decimal? Previous, decimal? Change, decimal? ChangeRate, string Status);

/// <summary>The answer to a question.</summary>
/// <remarks>
/// A series without dimensions has a row for every interval, also where nothing happened. A series of groups has rows only
/// where a group has any: all groups in all intervals would be mostly noughts.
/// </remarks>
/// <param name="IsProvisional">Whether the figures of the whole period may still change.</param>
public sealed record QueryAnswer(
    AnalyticsQuery Query, IReadOnlyList<AnswerRow> Rows, IReadOnlyList<Figure> Totals, IReadOnlyList<Comparison>? Comparison,
    bool HasMore, bool IsProvisional);
