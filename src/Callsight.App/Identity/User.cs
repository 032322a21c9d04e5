using Callsight.App.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Callsight.App.Identity;

/// <summary>A person who signs in. One person may belong to several tenants.</summary>
public sealed class User : IdentityUser<Guid>
{
    public string? FirstName { get; set; }
    public string? LastName { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>That a person belongs to a tenant, and as what.</summary>
public sealed class Membership : ITenantOwned
{
    public required Guid UserId { get; init; }
    public TenantId TenantId { get; init; }
    public required string Role { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A way to a new access token. Used once: the next one takes its place, and using it again ends the whole line.</summary>
public sealed class RefreshToken
{
    public required Guid Id { get; init; }
    public required string Hash { get; init; }
    public required Guid FamilyId { get; init; }
    public required Guid UserId { get; init; }
    public required TenantId Tenant { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? RotatedAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }
}

/// <summary>A key for programs. Only its hash is kept.</summary>
public sealed class ApiKey : ITenantOwned
{
    public required Id<ApiKey> Id { get; init; }
    public TenantId TenantId { get; init; }
    public required string Name { get; init; }
    public required string Hash { get; init; }
    public required List<string> Scopes { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>The key that signs access tokens. Kept, so that they outlive a restart; shared by all nodes.</summary>
public sealed class SigningKey
{
    public required int Id { get; init; }
    public required byte[] Secret { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed class IdentityConfiguration : IEntityTypeConfiguration<User>, IEntityTypeConfiguration<Membership>,
    IEntityTypeConfiguration<RefreshToken>, IEntityTypeConfiguration<ApiKey>, IEntityTypeConfiguration<SigningKey>
{
    public void Configure(EntityTypeBuilder<User> user)
    {
        user.ToTable("users");
        user.HasKey(u => u.Id);
        user.HasIndex(u => u.NormalizedEmail).IsUnique();
        user.HasIndex(u => u.NormalizedUserName).IsUnique();
        user.Property(u => u.ConcurrencyStamp).IsConcurrencyToken();
        user.Property(u => u.Email).HasMaxLength(256);
        user.Property(u => u.NormalizedEmail).HasMaxLength(256);
        user.Property(u => u.UserName).HasMaxLength(256);
        user.Property(u => u.NormalizedUserName).HasMaxLength(256);
    }

    public void Configure(EntityTypeBuilder<Membership> membership)
    {
        membership.ToTable("memberships");
        membership.HasKey(m => new { m.TenantId, m.UserId });
        membership.Property(m => m.Role).HasMaxLength(60);
        membership.HasIndex(m => m.UserId);
    }

    public void Configure(EntityTypeBuilder<RefreshToken> token)
    {
        token.ToTable("refresh_tokens");
        token.HasKey(t => t.Id);
        token.Property(t => t.Hash).HasMaxLength(64);
        token.HasIndex(t => t.Hash).IsUnique();
        token.HasIndex(t => t.FamilyId);
        token.Property(t => t.RotatedAt).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<ApiKey> key)
    {
        key.ToTable("api_keys");
        key.HasKey(k => k.Id);
        key.Property(k => k.Name).HasMaxLength(120);
        key.Property(k => k.Hash).HasMaxLength(64);
        key.HasIndex(k => new { k.TenantId, k.Hash }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<SigningKey> key)
    {
        key.ToTable("signing_keys");
        key.HasKey(k => k.Id);
        key.Property(k => k.Id).ValueGeneratedNever();
    }
}
