using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using Callsight.App.Data;
using Callsight.App.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Callsight.App.Reporting.Funnels;

/// <summary>A funnel kept under a name, to be asked again for other days.</summary>
public sealed class SavedFunnel : ITenantOwned, IVersioned, IRemovable
{
    public required Id<SavedFunnel> Id { get; init; }
    public TenantId TenantId { get; init; }
    public required string Name { get; set => field = value.Trim(); }
    public string? Description { get; set; }

    /// <summary>As it was written in the API.</summary>
    public required JsonObject Definition { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public DateTimeOffset? RemovedAt { get; set; }
    public long Version { get; init; } = 1;

    internal static JsonObject Written(FunnelDefinition definition) =>
        JsonSerializer.SerializeToNode(definition, JsonShape.Api)!.AsObject();

    internal FunnelDefinition Read() => Definition.Deserialize<FunnelDefinition>(JsonShape.Api)!;
}

internal sealed class SavedFunnelConfiguration : IEntityTypeConfiguration<SavedFunnel>
{
    public void Configure(EntityTypeBuilder<SavedFunnel> funnel)
    {
        funnel.ToTable("saved_funnels");
        funnel.HasKey(f => f.Id);
        funnel.Property(f => f.Name).HasMaxLength(120);
        funnel.Property(f => f.Description).HasMaxLength(1_000);
        funnel.HasIndex(f => new { f.TenantId, f.Name }).IsUnique().HasFilter(IRemovable.StillThere);
    }
}

/// <summary>A saved funnel as the API shows it.</summary>
public sealed record SavedFunnelView(
    Id<SavedFunnel> Id, string Name, string? Description, FunnelDefinition Definition, DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt, long Version) : IVersionedView
{
    internal static SavedFunnelView From(SavedFunnel f) =>
        new(f.Id, f.Name, f.Description, f.Read(), f.CreatedAt, f.UpdatedAt, f.Version);
}

/// <summary>A funnel to keep: all of it is replaced by a change.</summary>
public sealed record SavedFunnelRequest(
    [property: Required, MaxLength(120)] string Name, [property: MaxLength(1_000)] string? Description,
    FunnelDefinition Definition) : IValidated;
