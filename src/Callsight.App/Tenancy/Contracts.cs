using Callsight.Analytics.Metrics;

namespace Callsight.App.Tenancy;

/// <summary>What other modules need to know of a tenant.</summary>
public sealed record TenantSettings(TenantId Id, string Name, string Slug, TenantZone Zone, string Currency)
{
    /// <summary>What it decided about metrics that have several definitions.</summary>
    public MetricSettings Metrics { get; init; } = MetricSettings.Default;

    /// <summary>When it is open; null where nobody said.</summary>
    public BusinessHours? BusinessHours { get; init; }

    /// <summary>For how many whole days before today raw events are kept; null for ever.</summary>
    public int? EventRetentionDays { get; init; }
}

/// <summary>The settings of the scope's tenant.</summary>
public interface ITenantSettings
{
    Task<TenantSettings> GetAsync(CancellationToken ct);
}

/// <summary>Finds and makes tenants, for the command line, sign-in and background work.</summary>
public interface ITenantDirectory
{
    /// <summary>By slug or id; null when there is none.</summary>
    Task<TenantSettings?> FindAsync(string slugOrId, CancellationToken ct);

    /// <summary>All of them, for work that is done for each.</summary>
    Task<List<TenantId>> ListAsync(CancellationToken ct);

    /// <summary>A new tenant, not saved yet. The slug is made from the name and is unique.</summary>
    Task<Result<TenantSettings>> AddAsync(
        string name, string? timeZone, string? currency, CancellationToken ct, TenantId? id = null);
}
