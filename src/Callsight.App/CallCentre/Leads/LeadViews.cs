using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Callsight.App.CallCentre.Agents;
using Callsight.App.CallCentre.Campaigns;
using Callsight.App.Http;

namespace Callsight.App.CallCentre.Leads;

/// <summary>A lead as the API shows it.</summary>
public sealed record LeadView(
    Id<Lead> Id, string? ExternalId, string? FirstName, string? LastName, string? Email, string? Phone, string? Company,
    string? Source, LeadStatus Status, string? Stage, string? Priority, Id<Campaign>? CampaignId, Id<Agent>? AssignedAgentId,
    decimal? Value, IReadOnlyList<string> Tags, JsonObject? Properties, DateTimeOffset CreatedAt, DateTimeOffset? ContactedAt,
    DateTimeOffset? QualifiedAt, DateTimeOffset? ConvertedAt, DateTimeOffset? LostAt, long Version) : IVersionedView
{
    internal static LeadView From(Lead l) => new(
        l.Id, l.ExternalId, l.FirstName, l.LastName, l.Email, l.Phone, l.Company, l.Source, l.Status, l.Stage, l.Priority,
        l.CampaignId, l.AssignedAgentId, l.Value, l.Tags, l.Properties, l.CreatedAt, l.ContactedAt, l.QualifiedAt,
        l.ConvertedAt, l.LostAt, l.Version);
}

/// <summary>A lead to make, or what to change of one: a field left out stays as it is.</summary>
public sealed record LeadRequest(
    [property: MaxLength(200)] string? ExternalId,
    [property: MaxLength(120)] string? FirstName,
    [property: MaxLength(120)] string? LastName,
    [property: MaxLength(256), EmailAddress] string? Email,
    [property: MaxLength(60)] string? Phone,
    [property: MaxLength(200)] string? Company,
    [property: MaxLength(120)] string? Source,
    [property: MaxLength(120)] string? Stage,
    [property: MaxLength(60)] string? Priority,
    Id<Campaign>? CampaignId,
    Id<Agent>? AssignedAgentId,
    [property: Range(0, 1e12)] decimal? Value,
    [property: MaxLength(50), ShortTexts] IReadOnlyList<string>? Tags,
    [property: Properties] JsonObject? Properties) : IValidated
{
    /// <summary>Everything but the agent, who must be looked up.</summary>
    internal void ApplyTo(Lead lead)
    {
        lead.FirstName = FirstName ?? lead.FirstName;
        lead.LastName = LastName ?? lead.LastName;
        lead.Email = Email ?? lead.Email;
        lead.Phone = Phone ?? lead.Phone;
        lead.Company = Company ?? lead.Company;
        lead.Source = Source ?? lead.Source;
        lead.Stage = Stage ?? lead.Stage;
        lead.Priority = Priority ?? lead.Priority;
        lead.CampaignId = CampaignId ?? lead.CampaignId;
        lead.Value = Value is { } value ? Math.Round(value, 4) : lead.Value;
        lead.Tags = Tags is null ? lead.Tags : [.. Tags.Distinct()];
        lead.Properties = Properties ?? lead.Properties;
    }
}

public sealed record LeadStatusRequest(
    [property: Required] LeadStatus? Status, [property: MaxLength(500)] string? Reason,
    [property: Range(0, 1e12)] decimal? Value, DateTimeOffset? OccurredAt) : IValidated;

public sealed record LeadAssignment(Id<Agent>? AgentId) : IValidated;
