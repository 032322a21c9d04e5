using Callsight.Analytics.Following;

namespace Callsight.Analytics.Retention;

/// <summary>How long a period is.</summary>
public enum RetentionPeriod
{
    Day, Week, Month,
}

/// <summary>From when periods are counted.</summary>
public enum RetentionMode
{
    /// <summary>By the tenant's calendar: day 1 is the next local day, week 1 the next week from Monday.</summary>
    Calendar,

    /// <summary>From the birth: day 1 is 24 to 48 hours after it; a month is 30 days.</summary>
    Rolling,
}

/// <summary>When somebody counts as back.</summary>
public enum RetentionKind
{
    /// <summary>In that very period.</summary>
    On,

    /// <summary>In that period or any later one.</summary>
    OnOrAfter,

    /// <summary>In that period or any earlier one: it only grows.</summary>
    OnOrBefore,

    /// <summary>In brackets of several periods.</summary>
    Brackets,
}

/// <summary>Periods after the birth, from one to another, both inside; without an end for ever.</summary>
public sealed record RetentionBracket(int From, int? To);

/// <summary>How many of those who began came back, by when they began.</summary>
/// <remarks>
/// The birth of an entity is its first start event within the days. It is back where a return event, another than the birth itself,
/// comes after it. Period 0 is that of the birth.
/// </remarks>
internal sealed record RetentionQuery
{
    public const int MostBuckets = 90;
    public const int MostCells = 100_000;
    public const int MostParts = 50;

    public required TenantId Tenant { get; init; }
    public FollowedEntity Entity { get; init; } = FollowedEntity.Lead;
    public required Wanted Start { get; init; }
    public required Wanted Return { get; init; }
    public required DayRange Days { get; init; }
    public required TenantZone Zone { get; init; }
    public RetentionPeriod Period { get; init; } = RetentionPeriod.Day;
    public RetentionMode Mode { get; init; } = RetentionMode.Calendar;
    public RetentionKind Kind { get; init; } = RetentionKind.On;

    /// <summary>How many periods are shown, that of the birth included.</summary>
    public int Buckets { get; init; } = 8;
    public EquatableList<RetentionBracket> Brackets { get; init; } = [];

    /// <summary>Whether only an entity's very first start event of all time is a birth.</summary>
    public bool FirstTimeOnly { get; init; }

    /// <summary>A dimension of the birth.</summary>
    public string? Breakdown { get; init; }
    public int BreakdownLimit { get; init; } = 10;
    public required DateTimeOffset Now { get; init; }

    /// <summary>The brackets that are counted, whatever the kind.</summary>
    public IReadOnlyList<RetentionBracket> Counted => Kind is RetentionKind.Brackets ? Brackets
        : [.. Enumerable.Range(0, Buckets).Select(k => Kind switch
        {
            RetentionKind.OnOrAfter => new RetentionBracket(k, null),
            RetentionKind.OnOrBefore => new RetentionBracket(0, k),
            _ => new RetentionBracket(k, k),
        })];

    public Interval Interval => Period switch
    {
        RetentionPeriod.Week => Interval.Week,
        RetentionPeriod.Month => Interval.Month,
        _ => Interval.Day,
    };
}

/// <summary>Those back in a bracket.</summary>
/// <param name="Rate">Of those who could be, in percent.</param>
/// <param name="IsUnfinished">Whether the bracket is not over for all of them, so that the figure may still grow.</param>
public sealed record RetentionBucket(int From, int? To, long Count, double? Rate, bool IsUnfinished);

/// <summary>Those who began in one period.</summary>
public sealed record RetentionCohort(DateTimeOffset Timestamp, long Size, IReadOnlyList<RetentionBucket> Buckets);

/// <summary>The cohorts of all, or of one value of the breakdown.</summary>
/// <param name="Overall">All cohorts together; of each bracket only those cohorts for which it is over.</param>
/// <param name="Name">What the value is called, where it is an id.</param>
public sealed record RetentionAnswer(
    string? Value, bool IsOther, long Size, IReadOnlyList<RetentionCohort> Cohorts, IReadOnlyList<RetentionBucket> Overall,
    string? Name = null);
