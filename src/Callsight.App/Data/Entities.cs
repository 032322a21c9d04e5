namespace Callsight.App.Data;

/// <summary>A row that belongs to one tenant. The store adds the tenant to every query and checks it on every write.</summary>
/// <remarks><c>TenantId</c> is set by the store when the row is added; nobody else needs to.</remarks>
public interface ITenantOwned
{
    TenantId TenantId { get; }
}

/// <summary>A row that is taken out rather than deleted: figures of the past go on naming it.</summary>
/// <remarks>Queries leave it out, unless they lift <see cref="AppDb.RemovedFilter"/> by name.</remarks>
public interface IRemovable
{
    /// <summary>The filter of unique indexes: of those taken out any number may have had the same name.</summary>
    const string StillThere = "removed_at IS NULL";

    DateTimeOffset? RemovedAt { get; set; }
}

/// <summary>A row with a version that grows by one with each change; it is the ETag of the API.</summary>
public interface IVersioned
{
    long Version { get; }
}
