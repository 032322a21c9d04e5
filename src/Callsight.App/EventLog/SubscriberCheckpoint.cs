using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Callsight.App.EventLog;

/// <summary>How far a subscriber has got, and which node works for it at the moment.</summary>
public sealed class SubscriberCheckpoint
{
    public required string Name { get; init; }
    public long LogTransaction { get; set; }
    public long LogPosition { get; set; }
    public string? LeaseOwner { get; set; }
    public DateTimeOffset LeaseUntil { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class SubscriberCheckpointConfiguration : IEntityTypeConfiguration<SubscriberCheckpoint>
{
    public void Configure(EntityTypeBuilder<SubscriberCheckpoint> checkpoint)
    {
        checkpoint.ToTable("subscriber_checkpoints");
        checkpoint.HasKey(c => c.Name);
        checkpoint.Property(c => c.Name).HasMaxLength(100);
        checkpoint.Property(c => c.LeaseOwner).HasMaxLength(100);
    }
}
