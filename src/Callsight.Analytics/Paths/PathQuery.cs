using Callsight.Analytics.Following;

namespace Callsight.Analytics.Paths;

/// <summary>Which ways entities take from, or to, an event.</summary>
/// <remarks>
/// One path an entity: from its first anchor event within the days, its events forward (from a start, or from its first event where
/// there is none) or backward (from an end), within the window.
/// </remarks>
internal sealed record PathQuery
{
    public const int MostSteps = 10;
    public const int MostEvents = 20;
    public const int MostValues = 50;

    public required TenantId Tenant { get; init; }
    public FollowedEntity Entity { get; init; } = FollowedEntity.Lead;

    /// <summary>The event at which paths begin, or end; null for the first event of each entity.</summary>
    public Wanted? Anchor { get; init; }

    /// <summary>Whether the anchor is where paths end, and they are followed back.</summary>
    public bool IsEnd { get; init; }

    /// <summary>Events on a path, the anchor included.</summary>
    public int Steps { get; init; } = 5;
    public TimeSpan Window { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Only these events are on a path, beside the anchor; all where none are named.</summary>
    public EquatableList<Wanted> Include { get; init; } = [];
    public EquatableList<Wanted> Exclude { get; init; } = [];

    /// <summary>What a path is made of: the type of event, or another dimension.</summary>
    public string Dimension { get; init; } = "event_type";

    /// <summary>Whether the same value several times in a row is one step.</summary>
    public bool CollapseRepeats { get; init; } = true;

    /// <summary>Values of each step that are shown by themselves; the others are one.</summary>
    public int Limit { get; init; } = 10;
    public required DayRange Days { get; init; }
    public required TenantZone Zone { get; init; }
    public required DateTimeOffset Now { get; init; }
}

/// <summary>A value at a step.</summary>
/// <param name="Step">0 is the anchor; the steps before an end are negative.</param>
/// <param name="Count">Entities whose path has it there.</param>
/// <param name="Ended">Of them, those whose path goes no further: forward from a start, backward from an end.</param>
public sealed record PathNode(int Step, string? Value, bool IsOther, long Count, long Ended);

/// <summary>Entities that went from one node to the next one in time, named by their places in the list of nodes.</summary>
public sealed record PathLink(int From, int To, long Count);

/// <summary>All paths together.</summary>
public sealed record PathAnswer(IReadOnlyList<PathNode> Nodes, IReadOnlyList<PathLink> Links, long Total);
