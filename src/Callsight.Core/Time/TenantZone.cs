using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Callsight.Core;

/// <summary>The time zone a tenant lives in, which decides where its days, weeks and months begin.</summary>
/// <remarks>Always an IANA zone such as <c>Europe/Berlin</c>. Local wall time = instant + offset.</remarks>
public sealed class TenantZone : IEquatable<TenantZone>
{
    private static readonly ConcurrentDictionary<string, TenantZone> Known = new(StringComparer.Ordinal);

    private readonly OffsetChanges changes;

    private TenantZone(string id, TimeZoneInfo zone) => (Id, changes) = (id, new OffsetChanges(zone));

    /// <summary>Universal time, which has no clock changes.</summary>
    public static TenantZone Utc { get; } = new("UTC", TimeZoneInfo.Utc);

    /// <summary>The IANA name.</summary>
    public string Id { get; }

    /// <summary>Finds a zone by its IANA name. Windows names and bare offsets are refused: they do not survive a move.</summary>
    public static Result<TenantZone> Find(string? id)
    {
        if (id is "UTC" or "Etc/UTC")
            return Utc;
        if (id is null || !ZoneNames.IsIanaName(id))
            return ZoneNames.Unknown(id);
        if (Known.TryGetValue(id, out var known))
            return known;
        return TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone)
            ? Known.GetOrAdd(id, new TenantZone(id, zone))
            : ZoneNames.Unknown(id);
    }

    /// <summary>How far local time is ahead of UTC at an instant.</summary>
    public TimeSpan OffsetAt(DateTimeOffset instant) => changes.OffsetAt(instant.UtcDateTime);

    /// <summary>The same instant, written in local time.</summary>
    public DateTimeOffset ToLocal(DateTimeOffset instant) => Calendar.WithOffset(instant, OffsetAt(instant));

    /// <summary>The local calendar day the clock on the wall shows at an instant.</summary>
    public DateOnly ToLocalDay(DateTimeOffset instant) => DateOnly.FromDateTime(ToLocal(instant).DateTime);

    /// <summary>The first instant of a local day.</summary>
    /// <remarks>
    /// Usually midnight. Where the clocks spring over midnight it is the first moment after the gap; where midnight comes
    /// twice it is the first. A day the zone left out altogether begins, and ends, when the next day begins.
    /// </remarks>
    public DateTimeOffset StartOfDay(DateOnly day) => FirstAtOrAfter(day.ToDateTime(TimeOnly.MinValue));

    /// <summary>The stretch of time the local days cover.</summary>
    public TimeRange ToRange(DayRange days) => new(
        StartOfDay(days.First),
        days.Last == DateOnly.MaxValue ? DateTimeOffset.MaxValue : StartOfDay(days.Last.AddDays(1)));

    /// <summary>The instant a local wall time stands for, for imports that carry no offset.</summary>
    /// <remarks>
    /// A time that the clocks spring over is moved forward by the length of the gap (02:30 becomes 03:30), a time that
    /// comes twice is taken to be the first. The <see cref="DateTime.Kind"/> is ignored.
    /// </remarks>
    public DateTimeOffset Resolve(DateTime local)
    {
        var before = TimeSpan.Zero;
        foreach (var (range, offset) in PiecesAround(local))
        {
            var instant = Instant(local, offset);
            // In the gap before this piece: the old offset moves it forward by just the length of the gap.
            if (instant < range.Start)
                return Instant(local, before);
            if (instant < range.End)
                return instant;
            before = offset;
        }

        return Instant(local, before);
    }

    /// <summary>The range, cut wherever the offset changes: in each piece local time is simply instant + offset.</summary>
    /// <remarks>Contiguous, in order, exact to the instant of the change; neighbours have different offsets. Empty for an empty range.</remarks>
    public IReadOnlyList<OffsetPiece> OffsetPieces(TimeRange range) => changes.Pieces(range);

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] TenantZone? other) => other is not null && other.Id == Id;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TenantZone);

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Id;

    private DateTimeOffset FirstAtOrAfter(DateTime local)
    {
        foreach (var piece in PiecesAround(local))
        {
            var instant = Instant(local, piece.Offset);
            if (instant < piece.Range.End)
                return instant > piece.Range.Start ? instant : piece.Range.Start;
        }

        return DateTimeOffset.MaxValue;
    }

    private static DateTimeOffset Instant(DateTime local, TimeSpan offset) => Calendar.ToInstant(Calendar.Shift(local, -offset));

    // No zone is, or ever was, more than a day and a few hours away from UTC, or skipped more than a day.
    private List<OffsetPiece> PiecesAround(DateTime local) => changes.Pieces(new TimeRange(
        Calendar.ToInstant(Calendar.Shift(local, TimeSpan.FromDays(-2))),
        Calendar.ToInstant(Calendar.Shift(local, TimeSpan.FromDays(3)))));
}

/// <summary>A stretch of time in which local time is a fixed offset ahead of UTC.</summary>
/// <param name="Range">From when to when.</param>
/// <param name="Offset">What is added to an instant to get local wall time.</param>
public readonly record struct OffsetPiece(TimeRange Range, TimeSpan Offset);
