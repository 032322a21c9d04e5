using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Callsight.Analytics.Querying;
using Callsight.App.Data;
using Callsight.App.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Callsight.App.Reporting.Reports;

/// <summary>A report kept under a name, to be made by hand or by a schedule, for whom it concerns.</summary>
public sealed class CustomReport : ITenantOwned, IVersioned, IRemovable
{
    public required Id<CustomReport> Id { get; init; }
    public TenantId TenantId { get; init; }
    public required string Name { get; set => field = value.Trim(); }
    public string? Description { get; set; }

    /// <summary>JSON of a <see cref="ReportSpec"/> without days.</summary>
    public required string Spec { get; set; }

    /// <summary>The name of a range of days, such as <c>last_7_days</c>.</summary>
    public required string Period { get; set; }
    public required ReportFormat Format { get; set; }

    /// <summary>Cron of five fields, in <see cref="TimeZone"/>; null where it is made by hand only.</summary>
    public string? Schedule { get; set; }

    /// <summary>IANA; the tenant's where null.</summary>
    public string? TimeZone { get; set; }

    /// <summary>E-mail addresses and web addresses.</summary>
    public required List<string> Recipients { get; set; }
    public bool Enabled { get; set; }

    /// <summary>Signs what is sent to web addresses.</summary>
    public required string WebhookSecret { get; set; }

    /// <summary>When it is to be made next; null where never.</summary>
    public DateTimeOffset? NextDueAt { get; set; }

    /// <summary>Who made it; null for an API key. Is told when something goes wrong.</summary>
    public Guid? OwnerId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public DateTimeOffset? RemovedAt { get; set; }
    public long Version { get; init; } = 1;
}

internal sealed class CustomReportConfiguration : IEntityTypeConfiguration<CustomReport>
{
    public void Configure(EntityTypeBuilder<CustomReport> report)
    {
        report.ToTable("custom_reports");
        report.HasKey(r => r.Id);
        report.Property(r => r.Name).HasMaxLength(120);
        report.Property(r => r.Description).HasMaxLength(1_000);
        report.Property(r => r.Period).HasMaxLength(40);
        report.Property(r => r.Schedule).HasMaxLength(100);
        report.Property(r => r.TimeZone).HasMaxLength(60);
        report.Property(r => r.WebhookSecret).HasMaxLength(100);
        report.Property(r => r.Format).HasConversion<string>().HasMaxLength(8);
        report.HasIndex(r => new { r.TenantId, r.Name }).IsUnique().HasFilter(IRemovable.StillThere);
        report.HasIndex(r => new { r.TenantId, r.NextDueAt });
    }
}

/// <summary>A custom report to keep: all of it is replaced by a change.</summary>
/// <param name="Period">A range of days, seen from when it is due: <c>yesterday</c>, <c>last_7_days</c>, <c>last_month</c>.</param>
/// <param name="Schedule">Cron of five fields: minute, hour, day of month, month, day of week.</param>
/// <param name="TimeZone">IANA, of the schedule and the days; the tenant's where not said.</param>
/// <param name="Recipients">E-mail addresses of members, and https addresses of webhooks.</param>
public sealed record CustomReportRequest(
    [property: Required, MaxLength(120)] string Name, [property: MaxLength(1_000)] string? Description,
    [property: Required, MinLength(1), MaxLength(20), ShortTexts] IReadOnlyList<string> Metrics,
    [property: MaxLength(4), ShortTexts(150)] IReadOnlyList<string>? Dimensions,
    [property: JsonPropertyName("filters")] JsonElement? Filter,
    [property: MaxLength(8)] IReadOnlyList<ReportChartRequest>? Charts, Compare? Compare,
    [property: Required, MaxLength(40)] string Period, [property: MaxLength(100)] string? Schedule,
    [property: MaxLength(60)] string? TimeZone, ReportFormat? Format,
    [property: MaxLength(50), ShortTexts(500)] IReadOnlyList<string>? Recipients, bool? Enabled) : IValidated
{
    internal ReportSpec ToSpec() => new()
    {
        Type = ReportType.Custom,
        Title = Name.Trim(),
        Filters = Filter,
        TimeZone = TimeZone,
        Compare = Compare ?? Analytics.Querying.Compare.PreviousPeriod,
        Metrics = Metrics,
        Dimensions = Dimensions ?? [],
        Charts = Charts ?? [],
    };
}

/// <summary>A custom report as the API shows it.</summary>
/// <param name="NextDueAt">When its schedule makes it next; null where never.</param>
/// <param name="WebhookSecret">Shown when it is made or changed anew, never again.</param>
public sealed record CustomReportView(
    Id<CustomReport> Id, string Name, string? Description, IReadOnlyList<string> Metrics, IReadOnlyList<string> Dimensions,
    JsonElement? Filters, IReadOnlyList<ReportChartRequest> Charts, Compare Compare, string Period, string? Schedule, string? TimeZone,
    ReportFormat Format, IReadOnlyList<string> Recipients, bool Enabled, DateTimeOffset? NextDueAt, string? WebhookSecret,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, long Version) : IVersionedView
{
    internal static CustomReportView From(CustomReport r) => From(r, null);

    internal static CustomReportView From(CustomReport r, string? secret)
    {
        var spec = ReportSpec.Read(r.Spec);
        return new CustomReportView(r.Id, r.Name, r.Description, spec.Metrics, spec.Dimensions, spec.Filters, spec.Charts, spec.Compare,
            r.Period, r.Schedule, r.TimeZone, r.Format, r.Recipients, r.Enabled, r.NextDueAt, secret, r.CreatedAt, r.UpdatedAt, r.Version);
    }
}
