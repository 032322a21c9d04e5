namespace Callsight.Analytics.Rollups;

/// <summary>Figures of days kept beside the facts, and what changed since.</summary>
public interface IRollups
{
    /// <summary>The zone by whose days a tenant's figures are kept; null while there are none.</summary>
    TenantZone? ZoneOf(TenantId tenant);

    /// <summary>What changed, and when.</summary>
    ChangedHours Changes { get; }

    /// <summary>Counts anew the days that changed; all of them, where the zone or what is kept is another than before.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="zone">Whose days.</param>
    /// <param name="days">Which of the changed days.</param>
    /// <param name="ct">Leaves the rest for the next time.</param>
    /// <returns>How many days were counted.</returns>
    Task<int> RebuildAsync(TenantId tenant, TenantZone zone, Func<DateOnly, bool> days, CancellationToken ct);

    /// <summary>Figures of days long over that have changed all the same, newest change first.</summary>
    Task<IReadOnlyList<Restatement>> RestatementsAsync(TenantId tenant, DayRange days, string? metric, int limit, CancellationToken ct);
}

/// <summary>A figure of a day that had been taken as final, and has changed since.</summary>
/// <param name="Before">What it was; null for none.</param>
public sealed record Restatement(
    DateOnly Day, string Metric, int MetricVersion, decimal? Before, decimal? After, DateTimeOffset RestatedAt);
