namespace Callsight.Analytics.Funnels;

/// <summary>Who is followed through the steps.</summary>
public enum FunnelEntity
{
    /// <summary>A lead.</summary>
    Lead,

    /// <summary>A user, by the id the client gave.</summary>
    User,

    /// <summary>A call.</summary>
    Call,

    /// <summary>A session.</summary>
    Session,
}

/// <summary>One step: an event, with a condition where wanted.</summary>
public sealed record FunnelStep(string Event, Filter Filter, string Name);

/// <summary>How many of those who enter go on, step by step: the same ones followed.</summary>
/// <remarks>The days limit the entry; later steps count when they come in order and within the window after it.</remarks>
public sealed record FunnelQuery
{
    public required TenantId Tenant { get; init; }
    public required EquatableList<FunnelStep> Steps { get; init; }
    public FunnelEntity Entity { get; init; } = FunnelEntity.Lead;
    public required DayRange Days { get; init; }
    public required TenantZone Zone { get; init; }
    public TimeSpan Window { get; init; } = TimeSpan.FromDays(30);

    /// <summary>A dimension of events whose value at the entry divides the funnel.</summary>
    public string? Breakdown { get; init; }
    public required DateTimeOffset Now { get; init; }
}

/// <summary>One stage of an answer. Rates are percent; null where nobody could go on.</summary>
/// <param name="Rate">Of those at the stage before.</param>
/// <param name="OverallRate">Of those who entered.</param>
/// <param name="AverageSeconds">From the stage before to this one.</param>
public sealed record FunnelStage(
    string Name, long Count, double? Rate, double? OverallRate, double? AverageSeconds, double? MedianSeconds,
    long Completed, long Dropped);

/// <summary>The funnel of all, or of one value of the breakdown.</summary>
/// <param name="Incomplete">Those not yet through who entered, or entered again, within the window before now: they may still go on.</param>
public sealed record FunnelAnswer(
    string? Value, IReadOnlyList<FunnelStage> Stages, long TotalEntry, long TotalExit, double? OverallRate, long Incomplete);
