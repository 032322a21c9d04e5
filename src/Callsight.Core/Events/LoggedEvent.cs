namespace Callsight.Core;

/// <summary>A place in the event log; a reader that has got this far has seen everything before it.</summary>
/// <remarks>
/// Ordered by transaction first: on PostgreSQL a later position can commit earlier, so readers go by transaction and stop
/// before the oldest one still open. On SQLite, with its one writer, the transaction is always 0.
/// </remarks>
public readonly record struct LogPosition(long Transaction, long Position) : IComparable<LogPosition>
{
    /// <summary>Before the first event.</summary>
    public static readonly LogPosition Start = new(0, 0);

    /// <inheritdoc/>
    public int CompareTo(LogPosition other) => (Transaction, Position).CompareTo((other.Transaction, other.Position));

    public static bool operator <(LogPosition left, LogPosition right) => left.CompareTo(right) < 0;

    public static bool operator >(LogPosition left, LogPosition right) => left.CompareTo(right) > 0;

    public static bool operator <=(LogPosition left, LogPosition right) => left.CompareTo(right) <= 0;

    public static bool operator >=(LogPosition left, LogPosition right) => left.CompareTo(right) >= 0;
}

/// <summary>An event as it stands in the log: whose it is, where, and when it was written down.</summary>
public sealed record LoggedEvent(TenantId Tenant, LogPosition Position, DateTimeOffset RecordedAt, CatalogueEvent Event);
