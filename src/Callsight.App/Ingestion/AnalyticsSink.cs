using Callsight.Analytics.Store;
using Callsight.App.EventLog;

namespace Callsight.App.Ingestion;

/// <summary>Brings the event log into the event store, exactly once: its place is kept in the same transaction as the rows.</summary>
internal sealed class AnalyticsSink(IEventStore store) : IEventSubscriber
{
    public const string SubscriberName = "analytics";

    public string Name => SubscriberName;

    public async Task<LogPosition?> CheckpointAsync(CancellationToken ct) => await store.CheckpointAsync(Name, ct);

    public async Task HandleAsync(IReadOnlyList<LoggedEvent> batch, LogPosition upTo, CancellationToken ct) =>
        Check(await store.ApplyAsync(Name, batch, upTo, ct));

    public async Task PassAsync(LogPosition parked, CancellationToken ct) => Check(await store.ApplyAsync(Name, [], parked, ct));

    // A place of its own for each replay makes a second one do nothing.
    public async Task ReplayAsync(LoggedEvent parked, Guid replayId, CancellationToken ct) =>
        Check(await store.ApplyAsync($"{Name}/replay/{replayId:n}", [parked], parked.Position, ct));

    private static void Check(Problem? problem)
    {
        if (problem is not null)
            throw new SubscriberUnavailableException(problem.Message, problem.Cause);
    }
}
