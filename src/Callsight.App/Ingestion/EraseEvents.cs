using Callsight.Analytics.Store;
using Callsight.App.EventLog;
using Callsight.App.Ingestion.Segment;
using Callsight.App.Privacy;

namespace Callsight.App.Ingestion;

/// <summary>Takes a person out of the event store, once it has all that the log says of them.</summary>
internal sealed class EraseEvents(IEventStore store, ILogFeed log, CurrentTenant tenant) : IPersonalData
{
    public ErasureStep Step => ErasureStep.Figures;

    public string Name => "events";

    public async Task TraceAsync(TracedPerson person, CancellationToken ct) =>
        person.UserIds.UnionWith(await store.UserIdsAsync(tenant.Id, person, SegmentEvents.Identified, ct));

    public async Task<long?> EraseAsync(TracedPerson person, CancellationToken ct)
    {
        // What the sink has read before the log was rewritten, it has written by then.
        if (await log.NewestOfAsync(tenant.Id, 1, ct) is [var last]
            && await store.CheckpointAsync(AnalyticsSink.SubscriberName, ct) < last.Position)
            return null;
        return await store.EraseAsync(tenant.Id, person, ct);
    }
}
