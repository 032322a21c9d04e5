using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Callsight.App.Data;
using Callsight.App.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Callsight.App.Privacy;

/// <summary>How far an erasure is.</summary>
public enum ErasureStatus
{
    Pending, Running, Completed,
}

/// <summary>That a person was, or is being, taken out of all records. Once it is done it does not know who it was.</summary>
public sealed class Erasure : ITenantOwned
{
    public required Id<Erasure> Id { get; init; }
    public TenantId TenantId { get; init; }

    /// <summary>The request it came by: the same for a repeated <c>Idempotency-Key</c>.</summary>
    public required Guid? RequestId { get; init; }
    public ErasureStatus Status { get; set; } = ErasureStatus.Pending;

    /// <summary>JSON of the <see cref="TracedPerson"/>; null once it is done.</summary>
    public required string? Person { get; set; }

    /// <summary>Whether all that the person is known by has been found.</summary>
    public bool IsTraced { get; set; }

    /// <summary>JSON of how many things were erased, by place.</summary>
    public string Erased { get; set; } = "{}";

    /// <summary>The member who asked for it; null for a program with a key.</summary>
    public required Guid? RequestedBy { get; init; }
    public required DateTimeOffset RequestedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Whether the person is kept out.</summary>
    public required bool Suppresses { get; set; }

    internal TracedPerson ReadPerson() => JsonSerializer.Deserialize<TracedPerson>(Person!)!;

    internal Dictionary<string, long> ReadErased() => JsonSerializer.Deserialize<Dictionary<string, long>>(Erased)!;
}

internal sealed class ErasureConfiguration : IEntityTypeConfiguration<Erasure>
{
    public void Configure(EntityTypeBuilder<Erasure> erasure)
    {
        erasure.ToTable("erasures");
        erasure.HasKey(e => e.Id);
        erasure.Property(e => e.Status).HasConversion<string>().HasMaxLength(16);
        erasure.HasIndex(e => new { e.TenantId, e.RequestId }).IsUnique();
        erasure.HasIndex(e => new { e.TenantId, e.Status });
    }
}

/// <summary>An erasure as the API shows it.</summary>
/// <param name="Erased">How many things told of the person, by place: <c>leads</c>, <c>calls</c>, <c>log_entries</c>,
/// <c>kept_answers</c>, <c>imports</c>, <c>events</c>. A place that has not had its turn is missing.</param>
/// <param name="Suppressed">Whether the person is kept out.</param>
public sealed record ErasureView(
    Id<Erasure> Id, ErasureStatus Status, IReadOnlyDictionary<string, long> Erased, bool Suppressed, Guid? RequestedBy,
    DateTimeOffset RequestedAt, DateTimeOffset? FinishedAt)
{
    internal static ErasureView From(Erasure e) =>
        new(e.Id, e.Status, e.ReadErased(), e.Suppresses, e.RequestedBy, e.RequestedAt, e.FinishedAt);
}

/// <summary>Whom to erase, by one or more of the names they have here.</summary>
public sealed record ErasureRequest(
    Guid? LeadId,
    [property: MaxLength(200)] string? UserId,
    [property: MaxLength(256), EmailAddress] string? Email,
    [property: MaxLength(60)] string? Phone,
    bool? Suppress) : IValidated;
