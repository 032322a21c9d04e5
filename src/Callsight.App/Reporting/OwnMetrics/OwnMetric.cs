using Callsight.Analytics.Metrics;
using Callsight.App.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Callsight.App.Reporting.OwnMetrics;

/// <summary>How the events of a tenant's own metric become a figure.</summary>
public enum OwnAggregate
{
    Count, Sum, Avg, Min, Max, Unique, P50, P90, P95, P99,
}

/// <summary>One version of a metric that a tenant made itself. It never changes: a change is a new version.</summary>
public sealed class OwnMetric : ITenantOwned, IRemovable
{
    public const int MaxNameLength = 60;
    public const int MaxFilterLength = 16_000;

    public required Id<OwnMetric> Id { get; init; }
    public TenantId TenantId { get; init; }
    public required string Name { get; init; }

    /// <summary>Counts the versions of the name, from 1; that of a name used anew goes on counting.</summary>
    public required int Number { get; init; }
    public required string Title { get; init; }
    public string? Description { get; init; }
    public required Unit Unit { get; init; }
    public Better Better { get; init; } = Better.Neither;

    /// <summary>The type of event that is counted; null for a ratio of other metrics.</summary>
    public string? Event { get; init; }

    /// <summary>A filter of the shared language, as JSON.</summary>
    public string? Filter { get; init; }
    public OwnAggregate? Aggregate { get; init; }
    public string? Field { get; init; }

    /// <summary>The metric above the line, with its version where it is an own one.</summary>
    public string? Numerator { get; init; }
    public string? Denominator { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? RemovedAt { get; set; }
}

internal sealed class OwnMetricConfiguration : IEntityTypeConfiguration<OwnMetric>
{
    public void Configure(EntityTypeBuilder<OwnMetric> metric)
    {
        metric.ToTable("own_metrics");
        metric.HasKey(m => m.Id);
        metric.Property(m => m.Name).HasMaxLength(OwnMetric.MaxNameLength);
        metric.Property(m => m.Title).HasMaxLength(120);
        metric.Property(m => m.Description).HasMaxLength(1_000);
        metric.Property(m => m.Unit).HasConversion<string>().HasMaxLength(16);
        metric.Property(m => m.Better).HasConversion<string>().HasMaxLength(16);
        metric.Property(m => m.Event).HasMaxLength(100);
        metric.Property(m => m.Filter).HasMaxLength(OwnMetric.MaxFilterLength);
        metric.Property(m => m.Aggregate).HasConversion<string>().HasMaxLength(16);
        metric.Property(m => m.Field).HasMaxLength(150);
        metric.Property(m => m.Numerator).HasMaxLength(100);
        metric.Property(m => m.Denominator).HasMaxLength(100);
        metric.HasIndex(m => new { m.TenantId, m.Name, m.Number }).IsUnique();
    }
}
