using Callsight.Analytics.Following;

namespace Callsight.Analytics.Funnels;

/// <summary>How the steps must follow each other.</summary>
public enum FunnelOrder
{
    /// <summary>One after the other, whatever else happens between.</summary>
    Ordered,

    /// <summary>One right after the other: no other event of the entity at all between two steps.</summary>
    Strict,

    /// <summary>In any order, all within the window after the first of them.</summary>
    Any,
}

/// <summary>What is counted.</summary>
public enum FunnelCount
{
    /// <summary>Each entity once, by the way on which it got deepest.</summary>
    Entities,

    /// <summary>Each time: after getting through, running out of time or an exclusion an entity may enter again.</summary>
    Totals,
}

/// <summary>Whose value of the breakdown an entity is counted under.</summary>
public enum BreakdownAttribution
{
    /// <summary>That of the event by which it entered.</summary>
    First,

    /// <summary>That of the last step it reached.</summary>
    Last,

    /// <summary>That of a given step; those who did not reach the step are left out.</summary>
    Step,

    /// <summary>Every value for itself: all steps must have it. An entity may be in the funnels of several values.</summary>
    All,
}

/// <summary>One step: an event, with a condition where wanted.</summary>
public sealed record FunnelStep(string Event, Filter Filter, string Name);

/// <summary>An event that must not come between two steps (counted from 1; the first and the last where not said).</summary>
/// <remarks>Where the later step is not reached, it must not come until the window ends.</remarks>
public sealed record FunnelExclusion(string Event, Filter Filter, int? FromStep = null, int? ToStep = null);

/// <summary>How many of those who enter go on, step by step: the same ones followed.</summary>
/// <remarks>The days limit the entry; later steps count when they come within the window after it.</remarks>
public sealed record FunnelQuery
{
    public const int DefaultBreakdownLimit = 20;

    public required TenantId Tenant { get; init; }
    public required EquatableList<FunnelStep> Steps { get; init; }
    public FollowedEntity Entity { get; init; } = FollowedEntity.Lead;
    public required DayRange Days { get; init; }
    public required TenantZone Zone { get; init; }
    public TimeSpan Window { get; init; } = TimeSpan.FromDays(30);
    public FunnelOrder Order { get; init; } = FunnelOrder.Ordered;
    public FunnelCount Count { get; init; } = FunnelCount.Entities;
    public EquatableList<FunnelExclusion> Exclude { get; init; } = [];

    /// <summary>Dimensions whose values all steps of a way must share; events without a value cannot be on one.</summary>
    public EquatableList<string> HoldConstant { get; init; } = [];

    /// <summary>Whether only an entity's very first event that matches the entry, of all time, lets it in.</summary>
    public bool FirstTimeOnly { get; init; }

    /// <summary>A dimension of events whose values divide the funnel.</summary>
    public string? Breakdown { get; init; }
    public BreakdownAttribution Attribution { get; init; } = BreakdownAttribution.First;

    /// <summary>The step of <see cref="BreakdownAttribution.Step"/>, from 1.</summary>
    public int? AttributionStep { get; init; }

    /// <summary>The values with the most entries get funnels of their own; all others share one.</summary>
    public int BreakdownLimit { get; init; } = DefaultBreakdownLimit;

    /// <summary>Also one funnel for each interval, of those who entered in it.</summary>
    public Interval Interval { get; init; } = Interval.None;
    public required DateTimeOffset Now { get; init; }
}

/// <summary>One stage of an answer. Rates are percent; null where nobody could go on.</summary>
/// <param name="Rate">Of those at the stage before.</param>
/// <param name="OverallRate">Of those who entered.</param>
/// <param name="AverageSeconds">From the stage before to this one.</param>
public sealed record FunnelStage(
    string Name, long Count, double? Rate, double? OverallRate, double? AverageSeconds, double? MedianSeconds, double? P90Seconds,
    long Completed, long Dropped);

/// <summary>The funnel of all, or of one value of the breakdown.</summary>
/// <param name="Incomplete">Those not yet through who entered, or entered again, within the window before now: they may still go on.</param>
/// <param name="IsOther">Whether it is that of all values beyond the most frequent: followed together, not summed up.</param>
/// <param name="Name">What the value is called, where it is an id.</param>
public sealed record FunnelAnswer(
    string? Value, IReadOnlyList<FunnelStage> Stages, long TotalEntry, long TotalExit, double? OverallRate, long Incomplete,
    bool IsOther = false, string? Name = null);

/// <summary>The funnel of those who entered in one interval.</summary>
public sealed record FunnelPoint(
    DateTimeOffset Timestamp, IReadOnlyList<FunnelStage> Stages, long TotalEntry, long TotalExit, double? OverallRate,
    long Incomplete);

/// <summary>The answers to a funnel.</summary>
/// <param name="Breakdown">Those of its values, most entries first, the other values last; empty without a breakdown.</param>
/// <param name="Series">Empty without an interval.</param>
public sealed record FunnelResult(FunnelAnswer All, IReadOnlyList<FunnelAnswer> Breakdown, IReadOnlyList<FunnelPoint> Series);
