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

/// <summary>How far the log goes.</summary>
public interface ILogEnd
{
    /// <summary>The last place that the scope's tenant has in the log; the start where it has none.</summary>
    Task<LogPosition> LastAsync(CancellationToken ct);
}
