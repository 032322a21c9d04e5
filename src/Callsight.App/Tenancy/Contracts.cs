namespace Callsight.App.Tenancy;

/// <summary>What other modules need to know of a tenant.</summary>
/// <param name="EventRetentionDays">For how many whole days before today raw events are kept; null for ever.</param>
public sealed record TenantSettings(
    TenantId Id, string Name, string Slug, TenantZone Zone, string Currency, int? EventRetentionDays = null);

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
