namespace Callsight.Analytics.Metrics;

/// <summary>What a figure is counted in.</summary>
public enum Unit
{
    /// <summary>A number of things.</summary>
    Count,

    /// <summary>Seconds.</summary>
    Seconds,

    /// <summary>0 to 100.</summary>
    Percent,

    /// <summary>The tenant's currency.</summary>
    Money,

    /// <summary>A mean rating, 1 to 5.</summary>
    Rating,

    /// <summary>Things in an hour.</summary>
    PerHour,

    /// <summary>A plain ratio.</summary>
    Ratio,

    /// <summary>-100 to 100.</summary>
    Score,
}

/// <summary>Which way a figure should move.</summary>
public enum Better
{
    /// <summary>More is better.</summary>
    Up,

    /// <summary>Less is better.</summary>
    Down,

    /// <summary>Neither.</summary>
    Neither,
}

/// <summary>How figures of parts make the figure of the whole.</summary>
public enum MetricKind
{
    /// <summary>The parts add up.</summary>
    Additive,

    /// <summary>The parts' numerators and denominators add up; the ratio is taken last.</summary>
    Ratio,

    /// <summary>Neither: the whole is counted anew.</summary>
    Distinct,

    /// <summary>A median, a longest, a rate against another month: the whole is worked out anew.</summary>
    Whole,
}

/// <summary>A figure with one definition, used by every card, series, table and export.</summary>
public sealed record Metric
{
    private Metric()
    {
    }

    /// <summary>The stable key, such as <c>average_handle_time</c>.</summary>
    public required string Key { get; init; }
    public required string Title { get; init; }
    public required Unit Unit { get; init; }
    public required MetricKind Kind { get; init; }
    public required Better Better { get; init; }

    /// <summary>What it means, to a supervisor.</summary>
    public required string Description { get; init; }

    /// <summary>Which of several usual definitions this is, by name and formula; null where there is one only.</summary>
    public string? Variant { get; init; }

    /// <summary>Grows when the definition changes, so that a figure says by which one it was made.</summary>
    public int Version { get; init; } = 1;
    public required Half Numerator { get; init; }

    /// <summary>Null for a figure that is no ratio.</summary>
    public Half? Denominator { get; init; }

    /// <summary>100 for percentages, 3,600 for things in an hour, else 1.</summary>
    public decimal Factor { get; init; } = 1;

    /// <summary>How long after its interval a figure may still turn, beyond what comes late: until nobody can call a second time.</summary>
    public TimeSpan OpenFor { get; init; }

    /// <summary>Whether nothing at all is no value, rather than zero: there is no median of nothing.</summary>
    public bool HasNoZero => Kind is MetricKind.Whole && Denominator is null;

    /// <summary>Everything that must be read from the store.</summary>
    public IEnumerable<Aggregate> Aggregates =>
        Numerator.Terms.Concat(Denominator?.Terms ?? []).Select(term => term.Aggregate).Distinct();

    public static Metric Additive(string key, string title, Unit unit, Better better, Half sum, string description) => new()
    {
        Key = key,
        Title = title,
        Unit = unit,
        Better = better,
        Kind = MetricKind.Additive,
        Numerator = sum,
        Description = description,
    };

    public static Metric Distinct(string key, string title, Better better, Aggregate distinct, string description) => new()
    {
        Key = key,
        Title = title,
        Unit = Unit.Count,
        Better = better,
        Kind = MetricKind.Distinct,
        Numerator = distinct,
        Description = description,
    };

    public static Metric Ratio(
        string key, string title, Unit unit, Better better, Half numerator, Half denominator, string description) => new()
        {
            Key = key,
            Title = title,
            Unit = unit,
            Better = better,
            Kind = MetricKind.Ratio,
            Numerator = numerator,
            Denominator = denominator,
            Description = description,
            Factor = FactorOf(unit),
        };

    /// <summary>A quantile, a smallest or a largest value: null where there is nothing to take it from.</summary>
    public static Metric Single(string key, string title, Unit unit, Better better, Aggregate value, string description) => new()
    {
        Key = key,
        Title = title,
        Unit = unit,
        Better = better,
        Kind = MetricKind.Whole,
        Numerator = value,
        Description = description,
    };

    /// <summary>What a ratio is multiplied with to come out in its unit.</summary>
    public static decimal FactorOf(Unit unit) => unit switch { Unit.Percent or Unit.Score => 100, Unit.PerHour => 3_600, _ => 1 };
}
