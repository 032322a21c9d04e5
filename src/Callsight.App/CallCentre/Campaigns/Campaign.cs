using System.ComponentModel.DataAnnotations;
using Callsight.App.Data;
using Callsight.App.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Callsight.App.CallCentre.Campaigns;

/// <summary>How far a campaign is.</summary>
public enum CampaignStatus
{
    Draft, Scheduled, Running, Paused, Completed,
}

/// <summary>An effort to win leads, with what it costs.</summary>
public sealed class Campaign : ITenantOwned, IVersioned, IRemovable
{
    public required Id<Campaign> Id { get; init; }
    public TenantId TenantId { get; init; }
    public string? ExternalId { get; set; }
    public required string Name { get; set => field = value.Trim(); }
    public string? Channel { get; set; }
    public CampaignStatus Status { get; set; } = CampaignStatus.Draft;
    public decimal? Budget { get; set; }
    public DateTimeOffset? StartsAt { get; set; }
    public DateTimeOffset? EndsAt { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? RemovedAt { get; set; }
    public long Version { get; init; } = 1;
}

/// <summary>Money spent on a campaign on a local day. One entry for each day and note.</summary>
public sealed class CampaignSpend : ITenantOwned
{
    public required Id<CampaignSpend> Id { get; init; }
    public TenantId TenantId { get; init; }
    public required Id<Campaign> CampaignId { get; init; }
    public required DateOnly Day { get; init; }
    public required string Note { get; init; }
    public required decimal Amount { get; set; }
}

internal sealed class CampaignConfiguration : IEntityTypeConfiguration<Campaign>, IEntityTypeConfiguration<CampaignSpend>
{
    public void Configure(EntityTypeBuilder<Campaign> campaign)
    {
        campaign.ToTable("campaigns");
        campaign.HasKey(c => c.Id);
        campaign.Property(c => c.Name).HasMaxLength(120);
        campaign.Property(c => c.Channel).HasMaxLength(60);
        campaign.Property(c => c.ExternalId).HasMaxLength(200);
        campaign.Property(c => c.Status).HasConversion<string>().HasMaxLength(16);
        campaign.HasIndex(c => new { c.TenantId, c.Name }).IsUnique().HasFilter(IRemovable.StillThere);
        campaign.HasIndex(c => new { c.TenantId, c.ExternalId }).IsUnique().HasFilter(IRemovable.StillThere);
    }

    public void Configure(EntityTypeBuilder<CampaignSpend> spend)
    {
        spend.ToTable("campaign_spend");
        spend.HasKey(s => s.Id);
        spend.Property(s => s.Note).HasMaxLength(200);
        spend.HasIndex(s => new { s.TenantId, s.CampaignId, s.Day, s.Note }).IsUnique();
    }
}

/// <summary>A campaign as the API shows it.</summary>
public sealed record CampaignView(
    Id<Campaign> Id, string? ExternalId, string Name, string? Channel, CampaignStatus Status, decimal? Budget,
    DateTimeOffset? StartsAt, DateTimeOffset? EndsAt, DateTimeOffset CreatedAt, long Version) : IVersionedView
{
    internal static CampaignView From(Campaign c) => new(
        c.Id, c.ExternalId, c.Name, c.Channel, c.Status, c.Budget, c.StartsAt, c.EndsAt, c.CreatedAt, c.Version);
}

public sealed record CampaignRequest(
    [property: MaxLength(120)] string? Name, [property: MaxLength(200)] string? ExternalId,
    [property: MaxLength(60)] string? Channel, CampaignStatus? Status,
    [property: Range(0, 1e12)] decimal? Budget, DateTimeOffset? StartsAt, DateTimeOffset? EndsAt) : IValidated;
