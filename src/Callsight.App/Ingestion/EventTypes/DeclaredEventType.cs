using System.Text.Json;
using Callsight.App.Data;
using Callsight.App.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Callsight.App.Ingestion.EventTypes;

/// <summary>What a declared field holds.</summary>
public enum EventFieldKind
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Truth,

    /// <summary>A text that is an RFC 3339 instant.</summary>
    Instant,
}

/// <summary>A field that events of a type have: one of the event's own, such as <c>value</c>, or a free property.</summary>
public sealed record DeclaredField(string Name, EventFieldKind Type, bool Required, string? Description);

/// <summary>What a tenant says about a type of event of its own.</summary>
public sealed class DeclaredEventType : ITenantOwned
{
    public TenantId TenantId { get; init; }
    public required string Type { get; init; }
    public string? Description { get; set; }
    public required List<DeclaredField> Fields { get; set; }

    /// <summary>Whether events that do not fit are refused.</summary>
    public bool Enforced { get; set; }

    public required DateTimeOffset DeclaredAt { get; set; }
}

internal sealed class DeclaredEventTypeConfiguration : IEntityTypeConfiguration<DeclaredEventType>
{
    public void Configure(EntityTypeBuilder<DeclaredEventType> type)
    {
        type.ToTable("declared_event_types");
        type.HasKey(t => new { t.TenantId, t.Type });
        type.Property(t => t.Type).HasMaxLength(TrackedEventReader.MaxTypeLength);
        type.Property(t => t.Description).HasMaxLength(1_000);
        type.Property(t => t.Fields).HasConversion(
            fields => JsonSerializer.Serialize(fields, JsonShape.Api),
            text => JsonSerializer.Deserialize<List<DeclaredField>>(text, JsonShape.Api)!,
            new ValueComparer<List<DeclaredField>>(
                (a, b) => a!.SequenceEqual(b!), fields => fields.Count, fields => fields.ToList()));
    }
}
