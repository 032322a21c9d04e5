using System.ComponentModel.DataAnnotations;
using Callsight.App.CallCentre.Teams;
using Callsight.App.Data;
using Callsight.App.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Callsight.App.CallCentre.Agents;

/// <summary>Whether an agent can take work.</summary>
public enum Availability
{
    Offline, Available, Busy, OnBreak, InMeeting, Away,
}

/// <summary>Somebody who takes calls.</summary>
public sealed class Agent : ITenantOwned, IVersioned, IRemovable
{
    public required Id<Agent> Id { get; init; }
    public TenantId TenantId { get; init; }
    public Guid? UserId { get; set; }
    public string? ExternalId { get; init; }
    public required string Name { get; set => field = value.Trim(); }
    public string? Email { get; set; }
    public Id<Team>? TeamId { get; set; }
    public List<string> Skills { get; set; } = [];
    public Availability Availability { get; set; } = Availability.Offline;
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? RemovedAt { get; set; }
    public long Version { get; init; } = 1;
}

/// <summary>One stretch of an agent's availability; open until the next begins.</summary>
public sealed class AgentState : ITenantOwned
{
    public required Id<AgentState> Id { get; init; }
    public TenantId TenantId { get; init; }
    public required Id<Agent> AgentId { get; init; }
    public Id<Team>? TeamId { get; init; }
    public required Availability Status { get; init; }
    public string? Reason { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; set; }

    internal static AgentState FromFact(AgentStateFact fact) => new()
    {
        Id = new Id<AgentState>(fact.StateId),
        AgentId = new Id<Agent>(fact.AgentId),
        TeamId = fact.TeamId is { } team ? new Id<Team>(team) : null,
        Status = RowWords.Value<Availability>(fact.Status),
        Reason = fact.Reason,
        StartedAt = fact.StartedAt,
        EndedAt = fact.EndedAt,
    };

    internal AgentStateFact ToFact() => new()
    {
        StateId = Id.Value,
        AgentId = AgentId.Value,
        TeamId = TeamId?.Value,
        Status = SnakeCase.Of(Status.ToString()),
        Reason = Reason,
        StartedAt = StartedAt,
        EndedAt = EndedAt,
    };
}

internal sealed class AgentConfiguration : IEntityTypeConfiguration<Agent>, IEntityTypeConfiguration<AgentState>
{
    public void Configure(EntityTypeBuilder<Agent> agent)
    {
        agent.ToTable("agents");
        agent.HasKey(a => a.Id);
        agent.Property(a => a.Name).HasMaxLength(120);
        agent.Property(a => a.Email).HasMaxLength(256);
        agent.Property(a => a.ExternalId).HasMaxLength(200);
        agent.Property(a => a.Availability).HasConversion<string>().HasMaxLength(16);
        agent.HasIndex(a => new { a.TenantId, a.ExternalId }).IsUnique().HasFilter(IRemovable.StillThere);
        agent.HasIndex(a => new { a.TenantId, a.Name });
    }

    public void Configure(EntityTypeBuilder<AgentState> state)
    {
        state.ToTable("agent_states");
        state.HasKey(s => s.Id);
        state.Property(s => s.Status).HasConversion<string>().HasMaxLength(16);
        state.Property(s => s.Reason).HasMaxLength(200);
        state.HasIndex(s => new { s.TenantId, s.AgentId, s.StartedAt });
    }
}

/// <summary>An agent as the API shows it.</summary>
public sealed record AgentView(
    Id<Agent> Id, Guid? UserId, string? ExternalId, string Name, string? Email, Id<Team>? TeamId, IReadOnlyList<string> Skills,
    Availability Availability, DateTimeOffset CreatedAt, long Version) : IVersionedView
{
    internal static AgentView From(Agent a) =>
        new(a.Id, a.UserId, a.ExternalId, a.Name, a.Email, a.TeamId, a.Skills, a.Availability, a.CreatedAt, a.Version);
}

/// <summary>An agent to make, or what to change of one: a field left out stays as it is.</summary>
/// <param name="UserId">The member who the agent is; without it the member with the agent's e-mail address.</param>
public sealed record AgentRequest(
    [property: MaxLength(120)] string? Name, [property: MaxLength(256), EmailAddress] string? Email,
    [property: MaxLength(200)] string? ExternalId, Id<Team>? TeamId, [property: MaxLength(100), ShortTexts] IReadOnlyList<string>? Skills,
    Guid? UserId = null)
    : IValidated;
