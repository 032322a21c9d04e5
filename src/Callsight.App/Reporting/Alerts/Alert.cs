using System.Text.Json;
using Callsight.App.Data;
using Callsight.App.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Callsight.App.Reporting.Alerts;

/// <summary>How an alert stands.</summary>
public enum AlertState
{
    /// <summary>Nothing was evaluated yet: its first interval is still running, or it is switched off.</summary>
    Waiting,

    /// <summary>All is well.</summary>
    Ok,

    /// <summary>An incident is going on.</summary>
    Firing,

    /// <summary>The last interval says nothing: no denominator, too few, too little history.</summary>
    NoVerdict,

    /// <summary>Its owner may not see figures any more, so nobody gets any. Somebody who may has to make it anew.</summary>
    OwnerWithoutRights,

    /// <summary>It cannot be asked any more; the detail says why.</summary>
    Failed,
}

/// <summary>A figure that is looked at after each interval, and whom to tell when it is not as it should be.</summary>
public sealed class Alert : ITenantOwned, IVersioned, IRemovable
{
    public const int MostOfTenant = 100;
    public const int MaxNameLength = 120;
    public const int MaxDetailLength = 500;

    /// <summary>How many of the last figures are kept at hand for lists.</summary>
    public const int MostRecent = 30;

    public required Id<Alert> Id { get; init; }
    public TenantId TenantId { get; init; }
    public required string Name { get; set => field = value.Trim(); }

    /// <summary>JSON of an <see cref="AlertDefinition"/>.</summary>
    public required string Definition { get; set; }

    /// <summary>Grows whenever the definition changes: evaluations and incidents belong to one.</summary>
    public int Revision { get; set; } = 1;

    /// <summary>JSON of <see cref="AlertChannels"/>.</summary>
    public required string Channels { get; set; }

    /// <summary>Signs what is sent to a webhook.</summary>
    public required string WebhookSecret { get; set; }
    public bool Enabled { get; set; }

    /// <summary>With whose rights it is evaluated; null for an API key, which has those it was given.</summary>
    public Guid? OwnerId { get; init; }

    /// <summary>Only intervals that end after this are looked at.</summary>
    public required DateTimeOffset EvaluatesFrom { get; set; }

    /// <summary>When to look next; null where never.</summary>
    public DateTimeOffset? NextDueAt { get; set; }

    /// <summary>Until when it is being looked at by a node that may have fallen silent.</summary>
    public DateTimeOffset? ClaimedUntil { get; set; }
    public AlertState State { get; set; }
    public string? StateDetail { get; set; }

    /// <summary>JSON of the last figures, oldest first.</summary>
    public string Recent { get; set; } = "[]";
    public DateTimeOffset? EvaluatedAt { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public DateTimeOffset? RemovedAt { get; set; }
    public long Version { get; init; } = 1;

    internal AlertDefinition ReadDefinition() => AlertDefinition.Read(Definition);

    internal AlertChannels ReadChannels() => AlertChannels.Read(Channels);
}

internal sealed class AlertConfiguration : IEntityTypeConfiguration<Alert>
{
    public void Configure(EntityTypeBuilder<Alert> alert)
    {
        alert.ToTable("alerts");
        alert.HasKey(a => a.Id);
        alert.Property(a => a.Name).HasMaxLength(Alert.MaxNameLength);
        alert.Property(a => a.WebhookSecret).HasMaxLength(100);
        alert.Property(a => a.State).HasConversion<string>().HasMaxLength(24);
        alert.Property(a => a.StateDetail).HasMaxLength(Alert.MaxDetailLength);
        alert.HasIndex(a => new { a.TenantId, a.Name }).IsUnique().HasFilter(IRemovable.StillThere);
        alert.HasIndex(a => new { a.TenantId, a.NextDueAt });
    }
}

/// <summary>What is looked at, and when it is not as it should be.</summary>
internal sealed record AlertDefinition(
    string Metric, JsonElement? Filter, AlertCondition Condition, AlertInterval Interval, decimal? MinDenominator)
{
    public string Write() => JsonSerializer.Serialize(this, JsonShape.Api);

    public static AlertDefinition Read(string json) => JsonSerializer.Deserialize<AlertDefinition>(json, JsonShape.Api)!;
}
