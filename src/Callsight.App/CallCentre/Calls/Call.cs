using System.Text.Json.Nodes;
using Callsight.App.CallCentre.Agents;
using Callsight.App.CallCentre.Campaigns;
using Callsight.App.CallCentre.Leads;
using Callsight.App.CallCentre.Queues;
using Callsight.App.CallCentre.Teams;
using Callsight.App.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Callsight.App.CallCentre.Calls;

/// <summary>Who called whom.</summary>
public enum CallDirection
{
    Inbound, Outbound,
}

/// <summary>What has become of a call.</summary>
public enum CallStatus
{
    Queued, Ringing, InProgress, Completed, Missed, Abandoned, Failed,
}

/// <summary>A call, from the first ring to the rating.</summary>
public sealed class Call : ITenantOwned, IVersioned
{
    private const string Erased = "erased ";

    public required Id<Call> Id { get; init; }
    public TenantId TenantId { get; init; }
    public string? ExternalId { get; set; }
    public CallDirection Direction { get; set; }
    public CallStatus Status { get; set; }
    public Id<Queue>? QueueId { get; set; }
    public Id<Agent>? AgentId { get; private set; }

    /// <summary>The team the agent was in when the call was theirs; later moves leave past figures as they are.</summary>
    public Id<Team>? TeamId { get; private set; }
    public Id<Lead>? LeadId { get; set; }
    public Id<Campaign>? CampaignId { get; set; }
    public string? PhoneNumber { get; set; }
    public required DateTimeOffset StartedAt { get; set; }
    public DateTimeOffset? AnsweredAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public long? WaitMilliseconds { get; set; }
    public long? TalkMilliseconds { get; set; }
    public long? HoldMilliseconds { get; set; }
    public long? WrapUpMilliseconds { get; set; }

    /// <summary>Since when the caller is on hold; null when not.</summary>
    public DateTimeOffset? HeldSince { get; set; }
    public int ServiceLevelSeconds { get; set; } = Queue.DefaultServiceLevelSeconds;
    public string? Outcome { get; set; }
    public bool? Resolved { get; set; }
    public int? Rating { get; set; }
    public string? TransferredTo { get; set; }
    public string? RecordingUrl { get; set; }
    public JsonObject? Properties { get; set; }
    public long Version { get; init; } = 1;

    /// <summary>The call that a fact is the picture of.</summary>
    internal static Call FromFact(CallFact fact, string? phoneNumber) => new()
    {
        Id = new Id<Call>(fact.CallId),
        ExternalId = fact.ExternalId,
        Direction = RowWords.Value<CallDirection>(fact.Direction),
        Status = RowWords.Value<CallStatus>(fact.Status),
        QueueId = fact.QueueId is { } queue ? new Id<Queue>(queue) : null,
        AgentId = fact.AgentId is { } agent ? new Id<Agent>(agent) : null,
        TeamId = fact.TeamId is { } team ? new Id<Team>(team) : null,
        LeadId = fact.LeadId is { } lead ? new Id<Lead>(lead) : null,
        CampaignId = fact.CampaignId is { } campaign ? new Id<Campaign>(campaign) : null,
        PhoneNumber = phoneNumber,
        StartedAt = fact.StartedAt,
        AnsweredAt = fact.AnsweredAt,
        EndedAt = fact.EndedAt,
        WaitMilliseconds = fact.WaitMilliseconds,
        TalkMilliseconds = fact.TalkMilliseconds,
        HoldMilliseconds = fact.HoldMilliseconds,
        WrapUpMilliseconds = fact.WrapUpMilliseconds,
        ServiceLevelSeconds = (int)(fact.ServiceLevelMilliseconds / 1_000),
        Outcome = fact.Outcome,
        Resolved = fact.IsResolved,
        Rating = fact.Rating,
        TransferredTo = fact.IsTransferred ? "another agent" : null,
        Properties = fact.Properties?.DeepClone().AsObject(),
    };

    /// <summary>Gives the call to an agent.</summary>
    public void AssignTo(Agent agent)
    {
        if (AgentId != agent.Id)
            (AgentId, TeamId) = (agent.Id, agent.TeamId);
    }

    /// <summary>Forgets who the other side was: what the call counts for stays, and calls of one caller stay those of one caller.</summary>
    public void Anonymise(TracedPerson caller)
    {
        // Words for what is free text, which stay words for a second time.
        if (PhoneNumber is { } number && !number.StartsWith(Erased, StringComparison.Ordinal))
            PhoneNumber = CallerNumber.Of(number) is { } digits ? Erased + caller.NumberReplacement(digits) : null;
        (ExternalId, RecordingUrl, Properties) = (null, null, null);
        TransferredTo = TransferredTo is null ? null : Erased.TrimEnd();
    }

    public bool IsFinished => Status is CallStatus.Completed or CallStatus.Missed or CallStatus.Abandoned or CallStatus.Failed;

    public bool IsAnswered => Status is CallStatus.InProgress or CallStatus.Completed;

    /// <summary>When it ended; where nobody said, after all the time it is known to have taken.</summary>
    public DateTimeOffset? EffectiveEnd => EndedAt ?? (IsFinished
        ? StartedAt.AddMilliseconds((WaitMilliseconds ?? 0) + (TalkMilliseconds ?? 0) + (HoldMilliseconds ?? 0))
        : null);

    /// <summary>When it was answered; where nobody said, after the wait.</summary>
    public DateTimeOffset? EffectiveAnswer =>
        IsAnswered ? AnsweredAt ?? StartedAt.AddMilliseconds(WaitMilliseconds ?? 0) : null;
}

internal sealed class CallConfiguration : IEntityTypeConfiguration<Call>
{
    public void Configure(EntityTypeBuilder<Call> call)
    {
        call.ToTable("calls");
        call.HasKey(c => c.Id);
        call.Property(c => c.ExternalId).HasMaxLength(200);
        call.Property(c => c.Direction).HasConversion<string>().HasMaxLength(16);
        call.Property(c => c.Status).HasConversion<string>().HasMaxLength(16);
        call.Property(c => c.PhoneNumber).HasMaxLength(60);
        call.Property(c => c.Outcome).HasMaxLength(120);
        call.Property(c => c.TransferredTo).HasMaxLength(200);
        call.Property(c => c.RecordingUrl).HasMaxLength(2_000);
        call.HasIndex(c => new { c.TenantId, c.ExternalId }).IsUnique();
        call.HasIndex(c => new { c.TenantId, c.StartedAt });
    }
}
