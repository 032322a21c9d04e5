using Callsight.Analytics.Following;

namespace Callsight.Analytics.Attribution;

/// <summary>How the credit for a conversion is shared among the touches before it.</summary>
public enum AttributionModel
{
    /// <summary>All to the first.</summary>
    First,

    /// <summary>All to the last.</summary>
    Last,

    /// <summary>All to the last that has a value and is not one of the direct values; to the last where there is none.</summary>
    LastNonDirect,

    /// <summary>The same to each.</summary>
    Linear,

    /// <summary>Half as much for every half-life before the conversion.</summary>
    TimeDecay,

    /// <summary>40 % to the first, 40 % to the last, 20 % to those between; of two half each.</summary>
    UShaped,

    /// <summary>30 % each to the first, the middle and the last, 10 % to the rest; of three a third each, of two half each.</summary>
    WShaped,
}

/// <summary>Which touches earned the conversions of some days.</summary>
/// <remarks>
/// The touches of a conversion are those of the same entity before it (by time and arrival), at most the lookback before. Each
/// conversion counts, and each has all touches in reach, also those that an earlier conversion had.
/// </remarks>
internal sealed record AttributionQuery
{
    public const int MostTouchEvents = 20;
    public const int MostRows = 500;

    public required TenantId Tenant { get; init; }
    public FollowedEntity Entity { get; init; } = FollowedEntity.Lead;
    public required Wanted Conversion { get; init; }
    public required EquatableList<Wanted> Touches { get; init; }

    /// <summary>The dimension of a touch that is credited.</summary>
    public required string Dimension { get; init; }

    /// <summary>The field of a conversion that tells its revenue.</summary>
    public string Revenue { get; init; } = "amount";
    public AttributionModel Model { get; init; } = AttributionModel.Linear;
    public TimeSpan Lookback { get; init; } = TimeSpan.FromDays(30);
    public double HalfLifeDays { get; init; } = 7;
    public EquatableList<string> DirectValues { get; init; } = ["direct", "(direct)", "(none)"];
    public required DayRange Days { get; init; }
    public required TenantZone Zone { get; init; }
    public int Limit { get; init; } = 50;
    public required DateTimeOffset Now { get; init; }
}

/// <summary>What a row of the answer is about.</summary>
public enum CreditedTo
{
    /// <summary>A value.</summary>
    Value,

    /// <summary>Touches that have no value.</summary>
    NoValue,

    /// <summary>Conversions without any touch in reach.</summary>
    NoTouch,

    /// <summary>All values beyond the limit.</summary>
    Other,
}

/// <summary>The credit of one value.</summary>
/// <param name="Credits">In conversions. All rows together make exactly one for each conversion.</param>
/// <param name="Rate">Credits of all conversions, in percent.</param>
/// <param name="Conversions">Conversions it had any credit for.</param>
/// <param name="Name">What it is called, where the value is an id.</param>
public sealed record AttributionRow(
    string? Value, CreditedTo CreditedTo, decimal Credits, double? Rate, decimal Revenue, long Conversions, string? Name = null);

/// <summary>The credits, most first.</summary>
public sealed record AttributionAnswer(IReadOnlyList<AttributionRow> Rows, long Conversions, long WithTouches, decimal Revenue);
