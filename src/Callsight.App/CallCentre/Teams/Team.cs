using System.ComponentModel.DataAnnotations;
using Callsight.App.Data;
using Callsight.App.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Callsight.App.CallCentre.Teams;

/// <summary>People who work together and are looked at together.</summary>
public sealed class Team : ITenantOwned, IVersioned, IRemovable
{
    public const int MaxNameLength = 120;

    public required Id<Team> Id { get; init; }
    public TenantId TenantId { get; init; }
    public required string Name { get; set => field = value.Trim(); }
    public string? Description { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? RemovedAt { get; set; }
    public long Version { get; init; } = 1;
}

internal sealed class TeamConfiguration : IEntityTypeConfiguration<Team>
{
    public void Configure(EntityTypeBuilder<Team> team)
    {
        team.ToTable("teams");
        team.HasKey(t => t.Id);
        team.Property(t => t.Name).HasMaxLength(Team.MaxNameLength);
        team.HasIndex(t => new { t.TenantId, t.Name }).IsUnique().HasFilter(IRemovable.StillThere);
    }
}

/// <summary>A team as the API shows it.</summary>
public sealed record TeamView(Id<Team> Id, string Name, string? Description, DateTimeOffset CreatedAt, long Version)
    : IVersionedView
{
    internal static TeamView From(Team team) =>
        new(team.Id, team.Name, team.Description, team.CreatedAt, team.Version);
}

/// <summary>A team to make, or what to change of one: a field left out stays as it is.</summary>
public sealed record TeamRequest(
    [property: MaxLength(Team.MaxNameLength)] string? Name,
    [property: MaxLength(2_000)] string? Description) : IValidated;
