using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Reporting.Reports;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Callsight.App.Reporting.Alerts;

/// <summary>Where an incident stands. Acknowledged: somebody has taken it on, and it goes on.</summary>
public enum IncidentStatus
{
    Open, Acknowledged, Resolved,
}

/// <summary>How an incident ended.</summary>
public enum IncidentEnding
{
    /// <summary>The figure came back.</summary>
    Cleared,

    /// <summary>Somebody said so.</summary>
    Resolved,

    /// <summary>Late data changed the figure: it never was so.</summary>
    Withdrawn,

    /// <summary>The alert was changed, switched off or taken out.</summary>
    AlertChanged,
}

/// <summary>What is told of an incident.</summary>
public enum IncidentNews
{
    Opened, Resolved,
}

/// <summary>The way of a message to one recipient.</summary>
/// <param name="Opening">Which opening it is about, from 1: late data can reopen an incident that had cleared.</param>
/// <param name="Channel"><c>live</c>, <c>email</c> or <c>webhook</c>.</param>
/// <param name="Recipient">The address; for live <c>members</c>.</param>
public sealed record IncidentDelivery(
    IncidentNews News, int Opening, string Channel, string Recipient, DeliveryStatus Status, int Attempts, string? Detail,
    DateTimeOffset? At);

/// <summary>A stretch of time in which a figure was not as it should be.</summary>
public sealed class Incident : ITenantOwned
{
    public const int MaxNoteLength = 1_000;

    /// <summary>Which incidents the store takes for open, of which an alert has one at most.</summary>
    public const string StillOpen = "ended_at IS NULL";

    public required Id<Incident> Id { get; init; }
    public TenantId TenantId { get; init; }
    public required Id<Alert> AlertId { get; init; }
    public required int Revision { get; init; }

    /// <summary>The alert's name and definition as they were.</summary>
    public required string AlertName { get; init; }
    public required string Definition { get; init; }
    public IncidentStatus Status { get; set; }

    /// <summary>The interval that opened it.</summary>
    public required DateTimeOffset OpenedInterval { get; init; }

    /// <summary>The beginning of the first interval of those in a row that opened it.</summary>
    public required DateTimeOffset StartedAt { get; set; }

    /// <summary>When it was found.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The interval by which the figure had come back; null while it has not.</summary>
    public DateTimeOffset? ClearedInterval { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public IncidentEnding? Ending { get; set; }

    /// <summary>JSON of <see cref="AlertFigures"/>, as is <see cref="Worst"/> and <see cref="Last"/>.</summary>
    public required string Opened { get; set; }
    public required string Worst { get; set; }
    public required string Last { get; set; }
    public int Openings { get; set; } = 1;
    public DateTimeOffset? AcknowledgedAt { get; set; }
    public Guid? AcknowledgedBy { get; set; }
    public Guid? ResolvedBy { get; set; }
    public string? Note { get; set; }

    /// <summary>JSON of <see cref="IncidentDelivery"/>s.</summary>
    public string Deliveries { get; set; } = "[]";

    /// <summary>When to try those that are left; null where none are.</summary>
    public DateTimeOffset? DeliverAt { get; set; }

    internal List<IncidentDelivery> ReadDeliveries() => JsonSerializer.Deserialize<List<IncidentDelivery>>(Deliveries, JsonShape.Api)!;

    internal void WriteDeliveries(IReadOnlyList<IncidentDelivery> deliveries) =>
        Deliveries = JsonSerializer.Serialize(deliveries, JsonShape.Api);

    /// <summary>Writes down whom to tell, at the next look.</summary>
    internal void Announce(IncidentNews news, AlertChannels channels, DateTimeOffset now)
    {
        var recipients = (channels is { Live: true } or { Roles.Count: > 0 } ? new[] { ("live", "members") } : [])
            .Concat((channels.Email ?? []).Select(address => ("email", address)))
            .Concat(channels.Webhook is { Length: > 0 } webhook ? [("webhook", webhook)] : []);
        var fresh = recipients.Select(r => new IncidentDelivery(news, Openings, r.Item1, r.Item2, DeliveryStatus.Pending, 0, null, null))
            .ToList();
        if (fresh.Count == 0)
            return;
        WriteDeliveries([.. ReadDeliveries(), .. fresh]);
        DeliverAt = now;
    }

    /// <summary>Ends it, if it has not ended.</summary>
    internal void End(IncidentEnding ending, AlertChannels channels, DateTimeOffset now)
    {
        if (EndedAt is not null)
            return;
        (Status, Ending, EndedAt) = (IncidentStatus.Resolved, ending, now);
        Announce(IncidentNews.Resolved, channels, now);
    }
}

internal sealed class IncidentConfiguration : IEntityTypeConfiguration<Incident>
{
    public void Configure(EntityTypeBuilder<Incident> incident)
    {
        incident.ToTable("incidents");
        incident.HasKey(i => i.Id);
        incident.Property(i => i.AlertName).HasMaxLength(Alert.MaxNameLength);
        // Who resolves and what clears at the same moment cannot both end it.
        incident.Property(i => i.Status).HasConversion<string>().HasMaxLength(16).IsConcurrencyToken();
        // Who was told and what is still to be told are written by different hands.
        incident.Property(i => i.Deliveries).IsConcurrencyToken();
        incident.Property(i => i.Ending).HasConversion<string>().HasMaxLength(16);
        incident.Property(i => i.Note).HasMaxLength(Incident.MaxNoteLength);
        incident.HasIndex(i => new { i.TenantId, i.AlertId, i.Revision, i.OpenedInterval }).IsUnique();
        incident.HasIndex(i => new { i.TenantId, i.AlertId }).IsUnique().HasFilter(Incident.StillOpen);
        incident.HasIndex(i => new { i.TenantId, i.Status });
        incident.HasIndex(i => new { i.TenantId, i.DeliverAt });
    }
}

/// <summary>A word about what is done to an incident.</summary>
public sealed record IncidentNoteRequest([property: MaxLength(Incident.MaxNoteLength)] string? Note) : IValidated;

/// <summary>An incident as the API shows it.</summary>
/// <param name="AlertName">The alert's name, metric and interval as they were.</param>
/// <param name="StartedAt">The beginning of the first interval that was not as it should be.</param>
/// <param name="OpenedAt">When that was found.</param>
/// <param name="ClearedInterval">The interval by which the figure had come back; null while it has not.</param>
/// <param name="EndedAt">When it ended, and <paramref name="Ending"/> how.</param>
/// <param name="Opened">The figure that opened it.</param>
/// <param name="Worst">The figure farthest beyond.</param>
/// <param name="Last">The newest figure.</param>
/// <param name="Openings">How often it was opened: more than once where late data showed that it was not over.</param>
/// <param name="Deliveries">Who was told of what, and whether it arrived.</param>
public sealed record IncidentView(
    Id<Incident> Id, Id<Alert> AlertId, string AlertName, string Metric, AlertInterval Interval, IncidentStatus Status,
    DateTimeOffset StartedAt, DateTimeOffset OpenedAt, DateTimeOffset? ClearedInterval, DateTimeOffset? EndedAt, IncidentEnding? Ending,
    AlertFigures Opened, AlertFigures Worst, AlertFigures Last, int Openings, DateTimeOffset? AcknowledgedAt, Guid? AcknowledgedBy,
    Guid? ResolvedBy, string? Note, IReadOnlyList<IncidentDelivery> Deliveries)
{
    internal static IncidentView From(Incident i)
    {
        var definition = AlertDefinition.Read(i.Definition);
        return new IncidentView(
            i.Id, i.AlertId, i.AlertName, definition.Metric, definition.Interval, i.Status, i.StartedAt, i.OpenedAt, i.ClearedInterval,
            i.EndedAt, i.Ending, AlertFigures.Read(i.Opened), AlertFigures.Read(i.Worst), AlertFigures.Read(i.Last), i.Openings,
            i.AcknowledgedAt, i.AcknowledgedBy, i.ResolvedBy, i.Note, i.ReadDeliveries());
    }
}
