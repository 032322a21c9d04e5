using Callsight.App.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Callsight.App.EventLog;

/// <summary>An event that a subscriber could not take, set aside so that the rest may go on. It can be replayed.</summary>
public sealed class ParkedEvent : ITenantOwned
{
    public required Id<ParkedEvent> Id { get; init; }
    public TenantId TenantId { get; init; }
    public required string Subscriber { get; init; }
    public required long LogTransaction { get; init; }
    public required long LogPosition { get; init; }
    public required Guid EventId { get; init; }
    public required string Type { get; init; }

    /// <summary>The kind of failure; its details are in the log under the correlation id.</summary>
    public required string Reason { get; init; }
    public required DateTimeOffset ParkedAt { get; init; }
    public DateTimeOffset? ReplayedAt { get; set; }
}

internal sealed class ParkedEventConfiguration : IEntityTypeConfiguration<ParkedEvent>
{
    public void Configure(EntityTypeBuilder<ParkedEvent> parked)
    {
        parked.ToTable("parked_events");
        parked.HasKey(p => p.Id);
        parked.Property(p => p.Subscriber).HasMaxLength(100);
        parked.Property(p => p.Type).HasMaxLength(100);
        parked.Property(p => p.Reason).HasMaxLength(500);
        parked.HasIndex(p => new { p.TenantId, p.Subscriber, p.LogTransaction, p.LogPosition }).IsUnique();
    }
}

/// <summary>A parked event as the API shows it.</summary>
public sealed record ParkedEventView(
    Id<ParkedEvent> Id, string Subscriber, Guid EventId, string Type, string Reason,
    DateTimeOffset ParkedAt, DateTimeOffset? ReplayedAt)
{
    internal static ParkedEventView From(ParkedEvent parked) => new(
        parked.Id, parked.Subscriber, parked.EventId, parked.Type, parked.Reason, parked.ParkedAt, parked.ReplayedAt);
}
