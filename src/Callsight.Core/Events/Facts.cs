using System.Text.Json.Nodes;

namespace Callsight.Core;

/// <summary>A call as analytics sees it: everything about it, as it stands after the change that raised the event.</summary>
/// <remarks>
/// Durations are whole milliseconds. <c>EndedAt</c> of a finished call is always set: a call without a known end is taken to
/// end at start + wait + talk + hold. A later event of the same call replaces the earlier picture.
/// </remarks>
public sealed record CallFact
{
    public required Guid CallId { get; init; }
    public string? ExternalId { get; init; }
    public required string Direction { get; init; }
    public required string Status { get; init; }
    public Guid? QueueId { get; init; }
    public Guid? AgentId { get; init; }
    public Guid? TeamId { get; init; }
    public Guid? LeadId { get; init; }
    public Guid? CampaignId { get; init; }
    public string? Outcome { get; init; }

    /// <summary>The other side's number, digits only, so that a caller is known again. Null when not known.</summary>
    public string? Caller { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>From entering the queue until answered or gone. Null when not known.</summary>
    public long? WaitMilliseconds { get; init; }
    public long? TalkMilliseconds { get; init; }
    public long? HoldMilliseconds { get; init; }
    public long? WrapUpMilliseconds { get; init; }

    /// <summary>Whether an agent took the call.</summary>
    public required bool IsAnswered { get; init; }

    /// <summary>Whether it was passed on to somebody else.</summary>
    public bool IsTransferred { get; init; }
    public bool? IsResolved { get; init; }

    /// <summary>The caller's rating, 1 to 5.</summary>
    public int? Rating { get; init; }

    /// <summary>The waiting time its queue promised when it came in, 20 seconds where nobody said.</summary>
    public long ServiceLevelMilliseconds { get; init; } = 20_000;
    public JsonObject? Properties { get; init; }

    /// <summary>True for a call that was deleted: it no longer counts.</summary>
    public bool IsRemoved { get; init; }
}

/// <summary>A lead as analytics sees it, as it stands after the change that raised the event.</summary>
/// <remarks>The instants are the first time each was reached; a lead that leaves a status keeps when it was there first,
/// but <c>ConvertedAt</c> and <c>LostAt</c> are empty again when the lead is reopened.</remarks>
public sealed record LeadFact
{
    public required Guid LeadId { get; init; }
    public string? ExternalId { get; init; }
    public string? Source { get; init; }
    public required string Status { get; init; }
    public string? Stage { get; init; }
    public string? Priority { get; init; }
    public Guid? CampaignId { get; init; }
    public Guid? AgentId { get; init; }
    public Guid? TeamId { get; init; }

    /// <summary>What it is worth, in the tenant's currency.</summary>
    public decimal? Value { get; init; }
    public double? Score { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ContactedAt { get; init; }
    public DateTimeOffset? QualifiedAt { get; init; }
    public DateTimeOffset? ConvertedAt { get; init; }
    public DateTimeOffset? LostAt { get; init; }

    /// <summary>From creation to the first contact, business hours only, by the hours the tenant then had. Null without such hours.</summary>
    public long? ResponseBusinessMilliseconds { get; init; }
    public IReadOnlyList<string> Tags { get; init; } = [];
    public JsonObject? Properties { get; init; }

    /// <summary>True for a lead that was merged into another or deleted: it no longer counts.</summary>
    public bool IsRemoved { get; init; }
}

/// <summary>One stretch of an agent's availability.</summary>
/// <remarks>Identified by <c>StateId</c>; open (<c>EndedAt</c> null) until the next one begins.</remarks>
public sealed record AgentStateFact
{
    public required Guid StateId { get; init; }
    public required Guid AgentId { get; init; }
    public Guid? TeamId { get; init; }

    /// <summary><c>available</c>, <c>busy</c>, <c>on_break</c>, <c>in_meeting</c>, <c>away</c> or <c>offline</c>.</summary>
    public required string Status { get; init; }
    public string? Reason { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>Money spent on a campaign on one local day of the tenant.</summary>
public sealed record SpendFact
{
    public required Guid SpendId { get; init; }
    public required Guid CampaignId { get; init; }
    public string? Channel { get; init; }
    public required DateOnly Day { get; init; }

    /// <summary>The start of that day in the tenant's zone.</summary>
    public required DateTimeOffset SpentAt { get; init; }
    public required decimal Amount { get; init; }
    public bool IsRemoved { get; init; }
}
