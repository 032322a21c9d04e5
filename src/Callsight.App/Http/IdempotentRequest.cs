using Callsight.App.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Callsight.App.Http;

/// <summary>The answer to a request that carried an <c>Idempotency-Key</c>, kept with the change it made.</summary>
/// <remarks>Written in the transaction of the change: after a crash either both are there or neither.</remarks>
public sealed class IdempotentRequest : ITenantOwned
{
    public TenantId TenantId { get; init; }
    public required string Key { get; init; }

    /// <summary>Hash of who asked what: another request under the same key is refused.</summary>
    public required string Fingerprint { get; init; }
    public required int Status { get; set; }
    public required string? Location { get; set; }
    public required string? ETag { get; set; }
    public required string Body { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed class IdempotentRequestConfiguration : IEntityTypeConfiguration<IdempotentRequest>
{
    public void Configure(EntityTypeBuilder<IdempotentRequest> request)
    {
        request.ToTable("idempotent_requests");
        request.HasKey(r => new { r.TenantId, r.Key });
        request.Property(r => r.Key).HasMaxLength(Idempotency.MostCharacters);
        request.Property(r => r.Fingerprint).HasMaxLength(64);
        request.HasIndex(r => r.CreatedAt);
    }
}
