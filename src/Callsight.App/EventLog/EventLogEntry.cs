using System.Text.Json;
using Callsight.App.Data;
using Callsight.App.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Callsight.App.EventLog;

/// <summary>One line of the event log, written in the transaction of the change it tells of.</summary>
public sealed class EventLogEntry : ITenantOwned
{
    public long Position { get; init; }

    /// <summary>The writing transaction's id on PostgreSQL (the database fills it in), 0 on SQLite.</summary>
    public long TransactionId { get; init; }
    public TenantId TenantId { get; init; }
    public required Guid EventId { get; init; }
    public required string Type { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }
    public required string Data { get; init; }

    internal static EventLogEntry From(CatalogueEvent happened, TenantId tenant, DateTimeOffset now) => new()
    {
        TenantId = tenant,
        EventId = happened.Id,
        Type = happened.Type,
        OccurredAt = happened.OccurredAt,
        RecordedAt = now,
        Data = JsonSerializer.Serialize(happened, JsonShape.Log),
    };

    internal LoggedEvent ToLogged() => new(
        TenantId, new LogPosition(TransactionId, Position), RecordedAt,
        JsonSerializer.Deserialize<CatalogueEvent>(Data, JsonShape.Log)!);
}

internal sealed class EventLogEntryConfiguration : IEntityTypeConfiguration<EventLogEntry>
{
    public void Configure(EntityTypeBuilder<EventLogEntry> entry)
    {
        entry.ToTable("event_log");
        entry.HasKey(e => e.Position);
        entry.Property(e => e.Position).ValueGeneratedOnAdd();
        entry.Property(e => e.Type).HasMaxLength(100);
        entry.HasIndex(e => new { e.TransactionId, e.Position });
        entry.HasIndex(e => new { e.TenantId, e.TransactionId, e.Position });
    }
}
