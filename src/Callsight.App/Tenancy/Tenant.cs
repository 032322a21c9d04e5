using Callsight.Analytics.Metrics;
using Callsight.App.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Callsight.App.Tenancy;

/// <summary>An organisation that uses the installation. Its data meets nobody else's.</summary>
public sealed class Tenant : Data.IVersioned
{
    public const int MaxNameLength = 120;

    public required TenantId Id { get; init; }
    public required string Name { get; set => field = value.Trim(); }

    /// <summary>Short unique name for addresses and the command line.</summary>
    public required string Slug { get; init; }

    /// <summary>IANA zone in which its days begin.</summary>
    public required string TimeZone { get; set; }

    /// <summary>ISO 4217 code of its money.</summary>
    public required string Currency { get; set; }

    /// <summary>For how many days raw events are kept; null for ever.</summary>
    public int? EventRetentionDays { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Which of the seven formulas its service level is.</summary>
    public int ServiceLevelVariant { get; set; } = MetricSettings.Default.ServiceLevelVariant;

    /// <summary>Callers who give up within so many seconds did not really wait.</summary>
    public int ShortAbandonSeconds { get; set; } = MetricSettings.Default.ShortAbandonSeconds;

    /// <summary>A caller who calls again within so many days was not helped the first time.</summary>
    public int RepeatWindowDays { get; set; } = MetricSettings.Default.RepeatWindowDays;

    /// <summary>When it is open, as the API writes it; null where nobody said.</summary>
    public string? BusinessHours { get; set; }
    public long Version { get; init; } = 1;
}

internal sealed class TenantConfiguration : IEntityTypeConfiguration<Tenant>
{
    public void Configure(EntityTypeBuilder<Tenant> tenant)
    {
        tenant.ToTable("tenants");
        tenant.HasKey(t => t.Id);
        tenant.Property(t => t.Name).HasMaxLength(Tenant.MaxNameLength);
        tenant.Property(t => t.Slug).HasMaxLength(60);
        tenant.Property(t => t.TimeZone).HasMaxLength(60);
        tenant.Property(t => t.Currency).HasMaxLength(3);
        tenant.Property(t => t.ServiceLevelVariant).HasDefaultValue(MetricSettings.Default.ServiceLevelVariant).ValueGeneratedNever();
        tenant.Property(t => t.ShortAbandonSeconds).HasDefaultValue(MetricSettings.Default.ShortAbandonSeconds).ValueGeneratedNever();
        tenant.Property(t => t.RepeatWindowDays).HasDefaultValue(MetricSettings.Default.RepeatWindowDays).ValueGeneratedNever();
        tenant.Property(t => t.BusinessHours).HasMaxLength(16_000);
        tenant.HasIndex(t => t.Slug).IsUnique();
    }
}

/// <summary>A tenant as the API shows it.</summary>
/// <param name="ServiceLevelVariant">Which of the seven formulas <c>service_level</c> is.</param>
/// <param name="ShortAbandonSeconds">Callers who give up within so many seconds did not really wait.</param>
/// <param name="RepeatWindowDays">A caller who calls again within so many days was not helped the first time.</param>
/// <param name="BusinessHours">When it is open; null where nobody said.</param>
/// <param name="EventRetentionDays">For how many days raw events are kept; null for ever.</param>
public sealed record TenantView(
    TenantId Id, string Name, string Slug, string TimeZone, string Currency, int ServiceLevelVariant, int ShortAbandonSeconds,
    int RepeatWindowDays, OpenWeek? BusinessHours, int? EventRetentionDays, long Version) : IVersionedView
{
    internal static TenantView From(Tenant tenant) => new(
        tenant.Id, tenant.Name, tenant.Slug, tenant.TimeZone, tenant.Currency, tenant.ServiceLevelVariant, tenant.ShortAbandonSeconds,
        tenant.RepeatWindowDays, OpenWeek.Read(tenant.BusinessHours), tenant.EventRetentionDays, tenant.Version);
}
