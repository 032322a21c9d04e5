using System.Diagnostics.Metrics;
using Callsight.Analytics.Store;

namespace Callsight.App.Ingestion;

/// <summary>How the event store fares, for whoever watches over it.</summary>
internal static class EventStoreGauges
{
    public static void Add(DuckDbEventStore store, IMeterFactory meters)
    {
        var meter = meters.Create("Callsight.EventStore");
        meter.CreateObservableGauge("callsight.event_store.free_space", () => store.FreeBytes, "By",
            "Free space on the disk of the event store.");
        meter.CreateObservableGauge("callsight.event_store.writable", () => store.Trouble is null ? 1 : 0, "1",
            "1 while events are recorded, 0 while they are refused.");
        meter.CreateObservableGauge("callsight.event_store.waiting", () => store.WaitingEvents, "{event}",
            "Events that wait to be written.");
        meter.CreateObservableCounter("callsight.event_store.reopened", () => store.TimesReopened, "{time}",
            "How often the file was opened again because the engine had given it up.");
    }
}
