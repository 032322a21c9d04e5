using Callsight.Analytics.Store;
using Callsight.App.Ingestion.EventTypes;
using Callsight.App.Privacy;

namespace Callsight.App.Ingestion;

/// <summary>What became of the events that were sent. Given once the accepted ones are durable.</summary>
public sealed record IngestionReceipt(int Accepted, int Duplicates, int Rejected, IReadOnlyList<EventError> Errors);

/// <summary>What all doors for events have in common, whatever form their events come in.</summary>
internal sealed class EventIntake(
    IEventStore store, EventSchemas schemas, ISuppressions suppressions, RateLimits limits, CurrentTenant tenant, TimeProvider clock)
{
    /// <summary>When the request's events came in.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>A reader that knows what the tenant has declared, and whom it must not record any more.</summary>
    /// <param name="key">The request's <c>Idempotency-Key</c>, where that gives ids to events.</param>
    /// <param name="ct">Gives up.</param>
    public async ValueTask<TrackedEventReader> ReaderAsync(string? key, CancellationToken ct) =>
        new(Now, key, await schemas.EnforcedAsync(tenant.Id, ct), await suppressions.GetAsync(ct));

    /// <summary>Stores what was read, within the tenant's limits.</summary>
    public async Task<Result<IngestionReceipt>> TakeAsync(
        EventBatch batch, TrackedEventReader reader, IHeaderDictionary headers, CancellationToken ct)
    {
        if (limits.Take(tenant.Id, batch.Events.Count, headers) is { } tooMany)
            return tooMany;
        return (await store.AppendAsync(tenant.Id, batch.Events, reader.MayRepeat, ct)).TryGet(out var receipt, out var problem)
            ? new IngestionReceipt(receipt.Accepted, receipt.Duplicates, batch.Errors.Count, batch.Errors)
            : problem;
    }
}
