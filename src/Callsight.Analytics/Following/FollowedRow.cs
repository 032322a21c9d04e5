namespace Callsight.Analytics.Following;

/// <summary>One event of an entity that is followed through its events.</summary>
/// <param name="Position">Its place among all rows read of the entity, by time and arrival.</param>
/// <param name="At">Microseconds since 1970, UTC.</param>
/// <param name="Matched">A bit for each event asked for that it is, the first being the lowest.</param>
/// <param name="Values">The dimensions asked for.</param>
internal readonly record struct FollowedRow(int Position, long At, long Matched, object?[] Values)
{
    public bool Is(int match) => (Matched & (1L << match)) != 0;
}

/// <summary>Instants as the rows have them.</summary>
internal static class Moments
{
    public static long Of(DateTimeOffset instant) =>
        (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset ToInstant(long at) => DateTimeOffset.UnixEpoch.AddTicks(at * TimeSpan.TicksPerMicrosecond);
}
