using System.Text.Json.Nodes;
using Callsight.App.CallCentre.Agents;
using Callsight.App.CallCentre.Campaigns;
using Callsight.App.CallCentre.Teams;
using Callsight.App.Data;
using Callsight.App.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Callsight.App.CallCentre.Leads;

/// <summary>How far a lead has come.</summary>
public enum LeadStatus
{
    New, Contacted, Qualified, Converted, Lost,
}

/// <summary>Somebody who might buy.</summary>
public sealed class Lead : ITenantOwned, IVersioned
{
    public required Id<Lead> Id { get; init; }
    public TenantId TenantId { get; init; }
    public string? ExternalId { get; set; }
    public string? FirstName { get; set; }
    public string? LastName { get; set; }
    public string? Email { get; set; }
    public string? Phone { get; set; }
    public string? Company { get; set; }
    public string? Source { get; set; }
    public LeadStatus Status { get; set; } = LeadStatus.New;
    public string? Stage { get; set; }
    public string? Priority { get; set; }
    public Id<Campaign>? CampaignId { get; set; }
    public Id<Agent>? AssignedAgentId { get; private set; }

    /// <summary>The team its agent was in when the lead was assigned.</summary>
    public Id<Team>? TeamId { get; private set; }
    public decimal? Value { get; set; }
    public List<string> Tags { get; set; } = [];
    public JsonObject? Properties { get; set; }
    public required DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? ContactedAt { get; set; }
    public DateTimeOffset? QualifiedAt { get; set; }
    public DateTimeOffset? ConvertedAt { get; set; }
    public DateTimeOffset? LostAt { get; set; }

    /// <summary>From creation to the first contact in business hours, as they were when the contact was recorded.</summary>
    public long? ResponseBusinessMilliseconds { get; private set; }
    public long Version { get; init; } = 1;

    /// <summary>The lead that a fact is the picture of.</summary>
    internal static Lead FromFact(LeadFact fact, PastPerson person) => new()
    {
        Id = new Id<Lead>(fact.LeadId),
        ExternalId = fact.ExternalId,
        FirstName = person.FirstName,
        LastName = person.LastName,
        Email = person.Email,
        Phone = person.Phone,
        Source = fact.Source,
        Status = RowWords.Value<LeadStatus>(fact.Status),
        Stage = fact.Stage,
        Priority = fact.Priority,
        CampaignId = fact.CampaignId is { } campaign ? new Id<Campaign>(campaign) : null,
        AssignedAgentId = fact.AgentId is { } agent ? new Id<Agent>(agent) : null,
        TeamId = fact.TeamId is { } team ? new Id<Team>(team) : null,
        Value = fact.Value,
        Tags = [.. fact.Tags],
        Properties = fact.Properties?.DeepClone().AsObject(),
        CreatedAt = fact.CreatedAt,
        ContactedAt = fact.ContactedAt,
        QualifiedAt = fact.QualifiedAt,
        ConvertedAt = fact.ConvertedAt,
        LostAt = fact.LostAt,
        ResponseBusinessMilliseconds = fact.ResponseBusinessMilliseconds,
    };

    /// <summary>Makes an agent responsible, or nobody.</summary>
    public void AssignTo(Agent? agent)
    {
        if (AssignedAgentId != agent?.Id)
            (AssignedAgentId, TeamId) = (agent?.Id, agent?.TeamId);
    }

    /// <summary>Measures how long the lead waited for its first contact while somebody was there.</summary>
    public void MeasureResponse(TenantSettings settings) => ResponseBusinessMilliseconds = ContactedAt >= CreatedAt
        ? (long?)settings.BusinessHours?.Between(CreatedAt, ContactedAt.Value, settings.Zone).TotalMilliseconds
        : null;

    /// <summary>Forgets who it was: what it counts for stays.</summary>
    public void Anonymise()
    {
        (ExternalId, FirstName, LastName, Email, Phone, Company) = (null, null, null, null, null, null);
        (Tags, Properties) = (Tags.Count == 0 ? Tags : [], null);
    }

    /// <summary>When it first reached a status; null when it has not.</summary>
    public DateTimeOffset? ReachedAt(LeadStatus status) => status switch
    {
        LeadStatus.New => CreatedAt,
        LeadStatus.Contacted => ContactedAt,
        LeadStatus.Qualified => QualifiedAt,
        LeadStatus.Converted => ConvertedAt,
        _ => LostAt,
    };

    /// <summary>Moves on to a status. Converted and lost are taken back when it moves elsewhere; first times stay.</summary>
    public void MoveTo(LeadStatus status, DateTimeOffset at)
    {
        Status = status;
        if (status is not LeadStatus.Converted)
            ConvertedAt = null;
        if (status is not LeadStatus.Lost)
            LostAt = null;
        switch (status)
        {
            case LeadStatus.Contacted: ContactedAt ??= at; break;
            case LeadStatus.Qualified: QualifiedAt ??= at; break;
            case LeadStatus.Converted: ConvertedAt = at; break;
            case LeadStatus.Lost: LostAt = at; break;
        }
    }
}

internal sealed class LeadConfiguration : IEntityTypeConfiguration<Lead>
{
    public void Configure(EntityTypeBuilder<Lead> lead)
    {
        lead.ToTable("leads");
        lead.HasKey(l => l.Id);
        foreach (var (name, length) in new[]
                 {
                     (nameof(Lead.ExternalId), 200), (nameof(Lead.FirstName), 120), (nameof(Lead.LastName), 120),
                     (nameof(Lead.Email), 256), (nameof(Lead.Phone), 60), (nameof(Lead.Company), 200),
                     (nameof(Lead.Source), 120), (nameof(Lead.Stage), 120), (nameof(Lead.Priority), 60),
                 })
            lead.Property<string?>(name).HasMaxLength(length);
        lead.Property(l => l.Status).HasConversion<string>().HasMaxLength(16);
        lead.HasIndex(l => new { l.TenantId, l.ExternalId }).IsUnique();
        lead.HasIndex(l => new { l.TenantId, l.Status });
        lead.HasIndex(l => new { l.TenantId, l.Email });
    }
}
