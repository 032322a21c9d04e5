namespace Callsight.App.EventLog;

/// <summary>Follows the event log from its own place: analytics, workflows, notifications, realtime, webhooks, points.</summary>
/// <remarks>
/// Events come in strict order, in batches that may mix tenants; work on an event is done in the name of its tenant. A batch
/// may come again after a crash, unless the subscriber keeps its place in the same transaction as its effects.
/// </remarks>
public interface IEventSubscriber
{
    /// <summary>Stable name of its checkpoint.</summary>
    string Name { get; }

    /// <summary>Its place, when it keeps that itself; null when the log shall keep it.</summary>
    Task<LogPosition?> CheckpointAsync(CancellationToken ct) => Task.FromResult<LogPosition?>(null);

    /// <summary>Takes the next events. Throwing means: try them one by one, some of them again, and park what fails for good.</summary>
    /// <param name="batch">The events, in order; never empty.</param>
    /// <param name="upTo">The place of the last one.</param>
    /// <param name="ct">Ends the work: the product stops, or another node has taken over.</param>
    Task HandleAsync(IReadOnlyList<LoggedEvent> batch, LogPosition upTo, CancellationToken ct);

    /// <summary>Steps over an event that was parked; for subscribers that keep their place themselves.</summary>
    Task PassAsync(LogPosition parked, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Takes one event that was parked. <paramref name="replayId"/> makes a second replay of it do nothing.</summary>
    Task ReplayAsync(LoggedEvent parked, Guid replayId, CancellationToken ct) =>
        HandleAsync([parked], parked.Position, ct);
}

/// <summary>Something the subscriber needs is not answering: waiting helps, parking the event would not.</summary>
public sealed class SubscriberUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A line of the log, known by its place and its event.</summary>
/// <param name="EventId">Empty before the first line.</param>
public readonly record struct LogMark(LogPosition Position, Guid EventId)
{
    /// <summary>Before the first line.</summary>
    public static readonly LogMark Start = new(LogPosition.Start, Guid.Empty);
}

/// <summary>
/// Reads the log for those who keep no place of their own in it: each node tells its own connections of all that happens, so a place
/// that nodes share would be of no use.
/// </summary>
public interface ILogFeed
{
    /// <summary>Ends when this process has written to the log. Take it before reading, so that nothing slips in between.</summary>
    Task Written { get; }

    /// <summary>The first line there is; the start where there is none.</summary>
    Task<LogMark> FirstAsync(CancellationToken ct);

    /// <summary>The last line that readers may see; all later ones come after it.</summary>
    Task<LogMark> LastAsync(CancellationToken ct);

    /// <summary>The line at a place; null where there is none.</summary>
    Task<LogMark?> AtAsync(LogPosition place, CancellationToken ct);

    /// <summary>The next events of all tenants, in order.</summary>
    Task<IReadOnlyList<LoggedEvent>> NextAsync(LogPosition after, int most, CancellationToken ct);

    /// <summary>The next events of one tenant, in order.</summary>
    Task<IReadOnlyList<LoggedEvent>> NextOfAsync(TenantId tenant, LogPosition after, int most, CancellationToken ct);

    /// <summary>The newest events of one tenant, oldest of them first.</summary>
    Task<IReadOnlyList<LoggedEvent>> NewestOfAsync(TenantId tenant, int most, CancellationToken ct);

    /// <summary>How many events of a tenant come after a place, counted up to a number.</summary>
    Task<int> CountOfAsync(TenantId tenant, LogPosition after, int upTo, CancellationToken ct);
}
