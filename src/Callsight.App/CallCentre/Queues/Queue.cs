using System.ComponentModel.DataAnnotations;
using Callsight.App.Data;
using Callsight.App.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Callsight.App.CallCentre.Queues;

/// <summary>Where callers wait, and how soon they were promised an answer.</summary>
public sealed class Queue : ITenantOwned, IVersioned, IRemovable
{
    public const int DefaultServiceLevelSeconds = 20;

    public required Id<Queue> Id { get; init; }
    public TenantId TenantId { get; init; }
    public required string Name { get; set => field = value.Trim(); }
    public string? ExternalId { get; init; }
    public int ServiceLevelSeconds { get; set; } = DefaultServiceLevelSeconds;
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? RemovedAt { get; set; }
    public long Version { get; init; } = 1;
}

internal sealed class QueueConfiguration : IEntityTypeConfiguration<Queue>
{
    public void Configure(EntityTypeBuilder<Queue> queue)
    {
        queue.ToTable("queues");
        queue.HasKey(q => q.Id);
        queue.Property(q => q.Name).HasMaxLength(120);
        queue.Property(q => q.ExternalId).HasMaxLength(200);
        queue.HasIndex(q => new { q.TenantId, q.Name }).IsUnique().HasFilter(IRemovable.StillThere);
        queue.HasIndex(q => new { q.TenantId, q.ExternalId }).IsUnique().HasFilter(IRemovable.StillThere);
    }
}

/// <summary>A queue as the API shows it.</summary>
public sealed record QueueView(
    Id<Queue> Id, string Name, string? ExternalId, int ServiceLevelSeconds, DateTimeOffset CreatedAt, long Version) : IVersionedView
{
    internal static QueueView From(Queue q) => new(q.Id, q.Name, q.ExternalId, q.ServiceLevelSeconds, q.CreatedAt, q.Version);
}

public sealed record QueueRequest(
    [property: MaxLength(120)] string? Name, [property: MaxLength(200)] string? ExternalId,
    [property: Range(1, 604_800)] int? ServiceLevelSeconds) : IValidated;
