namespace Callsight.Analytics.Metrics;

/// <summary>What a tenant decides about definitions that have several in use.</summary>
public sealed record MetricSettings
{
    public static readonly MetricSettings Default = new();

    /// <summary>Which formula <c>service_level</c> is, 1 to 7.</summary>
    public int ServiceLevelVariant { get; init; } = 1;

    /// <summary>Callers who give up sooner did not really wait, in seconds.</summary>
    public int ShortAbandonSeconds { get; init; } = 5;

    /// <summary>A caller who calls again within so many days was not helped the first time; 1 to 90.</summary>
    public int RepeatWindowDays { get; init; } = 7;
}
