namespace Callsight.App.Http;

/// <summary>Which instants a client may name: since 1970, and not in the future beyond a little difference of clocks.</summary>
internal static class Moments
{
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    /// <summary>What is wrong with an instant at which something is said to have happened; null when nothing is.</summary>
    public static FieldError? Fault(string field, DateTimeOffset? instant, DateTimeOffset now) =>
        instant < DateTimeOffset.UnixEpoch ? new FieldError(field, "This lies before 1970.")
        : instant > now + ClockTolerance ? new FieldError(field, "This lies in the future.")
        : null;

    /// <summary>The stores keep microseconds; what comes from outside is cut to them.</summary>
    public static DateTimeOffset Micro(this DateTimeOffset instant) =>
        new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
