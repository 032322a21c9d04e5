using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Callsight.App.CallCentre.Agents;
using Callsight.App.CallCentre.Campaigns;
using Callsight.App.CallCentre.Leads;
using Callsight.App.CallCentre.Queues;
using Callsight.App.Http;

namespace Callsight.App.CallCentre.Calls;

/// <summary>A call as the API shows it. Durations are seconds.</summary>
public sealed record CallView(
    Id<Call> Id, string? ExternalId, CallDirection Direction, CallStatus Status, Id<Queue>? QueueId, Id<Agent>? AgentId,
    Id<Lead>? LeadId, Id<Campaign>? CampaignId, string? PhoneNumber, DateTimeOffset StartedAt, DateTimeOffset? AnsweredAt,
    DateTimeOffset? EndedAt, double? WaitSeconds, double? TalkSeconds, double? HoldSeconds, double? WrapUpSeconds,
    string? Outcome, bool? Resolved, int? Rating, string? TransferredTo, string? RecordingUrl, JsonObject? Properties, long Version)
    : IVersionedView
{
    internal static CallView From(Call c) => new(
        c.Id, c.ExternalId, c.Direction, c.Status, c.QueueId, c.AgentId, c.LeadId, c.CampaignId, c.PhoneNumber, c.StartedAt,
        c.EffectiveAnswer, c.EffectiveEnd, c.WaitMilliseconds / 1000.0, c.TalkMilliseconds / 1000.0, c.HoldMilliseconds / 1000.0,
        c.WrapUpMilliseconds / 1000.0, c.Outcome, c.Resolved, c.Rating, c.TransferredTo, c.RecordingUrl, c.Properties, c.Version);
}

/// <summary>A call that begins now, or a finished one recorded whole.</summary>
public sealed record CallRequest(
    [property: MaxLength(200)] string? ExternalId,
    CallDirection? Direction,
    CallStatus? Status,
    Id<Queue>? QueueId,
    Id<Agent>? AgentId,
    Id<Lead>? LeadId,
    Id<Campaign>? CampaignId,
    [property: MaxLength(60)] string? PhoneNumber,
    DateTimeOffset? StartedAt,
    DateTimeOffset? AnsweredAt,
    DateTimeOffset? EndedAt,
    [property: Range(0, 1e6)] double? WaitSeconds,
    [property: Range(0, 1e6)] double? TalkSeconds,
    [property: Range(0, 1e6)] double? HoldSeconds,
    [property: Range(0, 1e6)] double? WrapUpSeconds,
    [property: MaxLength(120)] string? Outcome,
    bool? Resolved,
    [property: Range(1, 5)] int? Rating,
    [property: MaxLength(200)] string? TransferredTo,
    [property: MaxLength(2_000)] string? RecordingUrl,
    [property: Properties] JsonObject? Properties) : IValidated;

/// <summary>What is known at a step of a call's life; a field left out is measured or stays as it is.</summary>
public sealed record CallStep(
    Id<Agent>? AgentId, [property: MaxLength(120)] string? Outcome, bool? Resolved, [property: Range(1, 5)] int? Rating,
    [property: Range(0, 1e6)] double? WrapUpSeconds, [property: MaxLength(200)] string? TransferredTo, CallStatus? Status) : IValidated;
