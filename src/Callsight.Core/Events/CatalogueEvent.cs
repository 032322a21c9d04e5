using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Callsight.Core;

/// <summary>Something that happened, of a catalogued or a tenant's own type.</summary>
/// <remarks>
/// The unit of the event log and of the event store. An event with the id of an earlier one takes its place: that is how a
/// corrected import moves a conversion to its true day without counting it twice.
/// </remarks>
public sealed record CatalogueEvent
{
    /// <summary>Identifies it; the same id is never counted twice.</summary>
    public required Guid Id { get; init; }

    /// <summary>The type's key, such as <c>lead_converted</c>.</summary>
    public required string Type { get; init; }

    /// <summary>When it happened, which may be long before it was recorded.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    public string? UserId { get; init; }
    public string? SessionId { get; init; }
    public Guid? AgentId { get; init; }
    public Guid? TeamId { get; init; }
    public Guid? QueueId { get; init; }
    public Guid? LeadId { get; init; }
    public Guid? CampaignId { get; init; }
    public Guid? CallId { get; init; }
    public string? Source { get; init; }
    public string? Channel { get; init; }
    public string? Direction { get; init; }
    public string? Status { get; init; }
    public string? Outcome { get; init; }
    public string? Stage { get; init; }
    public double? Value { get; init; }
    public long? DurationMilliseconds { get; init; }
    public decimal? Amount { get; init; }
    public JsonObject? Properties { get; init; }

    /// <summary>
    /// In place of <see cref="Properties"/>: their text, checked and storable as it is. Only for tracked events on their way into the
    /// event store; the log does not carry it.
    /// </summary>
    [JsonIgnore]
    public string? PropertiesText { get; init; }

    /// <summary>The call as it now stands, when the event changed one.</summary>
    public CallFact? Call { get; init; }

    /// <summary>The lead as it now stands, when the event changed one.</summary>
    public LeadFact? Lead { get; init; }

    /// <summary>The stretches of availability that the event began or ended.</summary>
    public IReadOnlyList<AgentStateFact> AgentStates { get; init; } = [];

    /// <summary>The spending that the event recorded or corrected.</summary>
    public SpendFact? Spend { get; init; }

    /// <summary>Whether an earlier event of this id may be in the store and must make room.</summary>
    public bool Replaces { get; init; }

    /// <summary>Events that turned out never to have happened, such as the answer of a call that was corrected to missed.</summary>
    public IReadOnlyList<Guid> Retracts { get; init; } = [];
}
