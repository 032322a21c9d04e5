using System.Text.Json;
using Callsight.App.Data;
using Callsight.App.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Callsight.App.Reporting.Reports;

/// <summary>How far a report is. Skipped: it was its time, but the one before was still being made.</summary>
public enum ReportStatus
{
    Pending, Running, Completed, Failed, Cancelled, Skipped,
}

/// <summary>Why a report was made.</summary>
public enum ReportCause
{
    Request, Schedule, SendNow,
}

/// <summary>How far a delivery is. Refused: the recipient may not have it; the detail says why.</summary>
public enum DeliveryStatus
{
    Pending, Sent, Refused, Failed,
}

/// <summary>The way of a report to one recipient.</summary>
public sealed record ReportDelivery(string Recipient, DeliveryStatus Status, int Attempts, string? Detail, DateTimeOffset? At);

/// <summary>A report that is, was or will be made.</summary>
public sealed class ReportExecution : ITenantOwned
{
    public const int MaxFailureLength = 500;

    public required Id<ReportExecution> Id { get; init; }
    public TenantId TenantId { get; init; }

    /// <summary>The request it came by: the same for a repeated <c>Idempotency-Key</c>.</summary>
    public Guid? RequestId { get; init; }
    public Id<CustomReport>? CustomReportId { get; init; }
    public required ReportType Type { get; init; }
    public required ReportFormat Format { get; init; }
    public required string Title { get; init; }

    /// <summary>What to make, as JSON of a <see cref="ReportSpec"/>.</summary>
    public required string Spec { get; init; }
    public required ReportCause Cause { get; init; }

    /// <summary>When its schedule wanted it; null where there is none.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Whether it was begun well after that, because the product was not running.</summary>
    public bool IsLate { get; init; }
    public ReportStatus Status { get; set; } = ReportStatus.Pending;

    /// <summary>0 to 100.</summary>
    public int Progress { get; set; }
    public string? Failure { get; set; }
    public string? FileName { get; set; }
    public long? Bytes { get; set; }
    public bool IsEmpty { get; set; }
    public Guid? RequestedBy { get; init; }

    /// <summary>Until when it is being made by a node that may have fallen silent.</summary>
    public DateTimeOffset? ClaimedUntil { get; set; }

    /// <summary>JSON of <see cref="ReportDelivery"/>s.</summary>
    public string Deliveries { get; set; } = "[]";

    /// <summary>When to try those that are left; null where none are.</summary>
    public DateTimeOffset? DeliverAt { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; set; }

    internal bool IsOpen => Status is ReportStatus.Pending or ReportStatus.Running;

    internal List<ReportDelivery> ReadDeliveries() => JsonSerializer.Deserialize<List<ReportDelivery>>(Deliveries, JsonShape.Api)!;

    internal void WriteDeliveries(IReadOnlyList<ReportDelivery> deliveries) =>
        Deliveries = JsonSerializer.Serialize(deliveries, JsonShape.Api);
}

internal sealed class ReportExecutionConfiguration : IEntityTypeConfiguration<ReportExecution>
{
    public void Configure(EntityTypeBuilder<ReportExecution> execution)
    {
        execution.ToTable("report_executions");
        execution.HasKey(e => e.Id);
        execution.Property(e => e.Title).HasMaxLength(200);
        execution.Property(e => e.FileName).HasMaxLength(200);
        execution.Property(e => e.Failure).HasMaxLength(ReportExecution.MaxFailureLength);
        execution.Property(e => e.Type).HasConversion<string>().HasMaxLength(24);
        execution.Property(e => e.Format).HasConversion<string>().HasMaxLength(8);
        execution.Property(e => e.Cause).HasConversion<string>().HasMaxLength(16);

        // Who cancels and who finishes at the same moment cannot both be right.
        execution.Property(e => e.Status).HasConversion<string>().HasMaxLength(16).IsConcurrencyToken();
        execution.HasIndex(e => new { e.TenantId, e.RequestId }).IsUnique();
        execution.HasIndex(e => new { e.TenantId, e.CustomReportId, e.DueAt }).IsUnique();
        execution.HasIndex(e => new { e.TenantId, e.Status });
        execution.HasIndex(e => new { e.TenantId, e.DeliverAt });
    }
}

/// <summary>An execution as the API shows it.</summary>
/// <param name="Progress">0 to 100.</param>
/// <param name="Empty">Whether nothing at all happened in its period.</param>
/// <param name="Late">Whether it was begun well after it was due.</param>
public sealed record ReportExecutionView(
    Id<ReportExecution> Id, Guid? CustomReportId, ReportType Type, ReportFormat Format, string Title, ReportStatus Status,
    int Progress, DateOnly? StartDate, DateOnly? EndDate, ReportCause Cause, DateTimeOffset? DueAt, bool Late, bool Empty, string? Failure,
    string? FileName, long? Bytes, string? Download, IReadOnlyList<ReportDelivery> Deliveries, DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt)
{
    internal static ReportExecutionView From(ReportExecution e)
    {
        var days = ReportSpec.Read(e.Spec).Days;
        return new ReportExecutionView(
            e.Id, e.CustomReportId?.Value, e.Type, e.Format, e.Title, e.Status, e.Progress, days?.Start, days?.End, e.Cause, e.DueAt,
            e.IsLate, e.IsEmpty, e.Failure, e.FileName, e.Bytes,
            e is { Status: ReportStatus.Completed, Bytes: not null } ? $"/api/v1/analytics/reports/{e.Id}/download" : null,
            e.ReadDeliveries(), e.CreatedAt, e.FinishedAt);
    }
}
