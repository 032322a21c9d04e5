using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Callsight.App.Data;
using Callsight.App.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Callsight.App.CallCentre.Segments;

/// <summary>A filter of leads kept under a name. Who is in it is looked up each time, so it is never out of date.</summary>
public sealed class Segment : ITenantOwned, IVersioned, IRemovable
{
    public const int MaxNameLength = 120;

    public required Id<Segment> Id { get; init; }
    public TenantId TenantId { get; init; }
    public required string Name { get; set => field = value.Trim(); }
    public string? Description { get; set; }

    /// <summary>JSON of a filter, as it was written.</summary>
    public required string Filter { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public DateTimeOffset? RemovedAt { get; set; }
    public long Version { get; init; } = 1;
}

internal sealed class SegmentConfiguration : IEntityTypeConfiguration<Segment>
{
    public void Configure(EntityTypeBuilder<Segment> segment)
    {
        segment.ToTable("segments");
        segment.HasKey(s => s.Id);
        segment.Property(s => s.Name).HasMaxLength(Segment.MaxNameLength);
        segment.Property(s => s.Description).HasMaxLength(1_000);
        segment.HasIndex(s => new { s.TenantId, s.Name }).IsUnique().HasFilter(IRemovable.StillThere);
    }
}

/// <summary>A segment as the API shows it.</summary>
public sealed record SegmentView(
    Id<Segment> Id, string Name, string? Description, JsonElement Filter, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, long Version)
    : IVersionedView
{
    internal static SegmentView From(Segment s) =>
        new(s.Id, s.Name, s.Description, JsonElement.Parse(s.Filter), s.CreatedAt, s.UpdatedAt, s.Version);
}

/// <summary>A segment to keep: all of it is replaced by a change.</summary>
/// <param name="Filter">Of leads, in the one filter language; has to be there, and <c>{}</c> holds every lead.</param>
public sealed record SegmentRequest(
    [property: Required, MaxLength(Segment.MaxNameLength)] string Name, [property: MaxLength(1_000)] string? Description,
    JsonElement? Filter) : IValidated;
