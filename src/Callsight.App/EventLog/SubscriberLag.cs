using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Callsight.App.EventLog;

/// <summary>How far each subscriber of this node is behind; shown in health and as a metric.</summary>
public sealed class SubscriberLag
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Callsight.EventLog";

    private readonly ConcurrentDictionary<string, (LogPosition Place, TimeSpan Behind)> places = new();

    public SubscriberLag(IMeterFactory meters) => meters.Create(MeterName).CreateObservableGauge(
        "callsight.event_log.subscriber.lag",
        () => places.Select(p => new Measurement<double>(
            p.Value.Behind.TotalSeconds, new KeyValuePair<string, object?>("subscriber", p.Key))),
        "s", "Age of the oldest event a subscriber has not taken yet.");

    /// <summary>Place and lag by subscriber.</summary>
    public IReadOnlyDictionary<string, (LogPosition Place, TimeSpan Behind)> Places => places;

    internal void Report(string subscriber, LogPosition place, TimeSpan behind) =>
        places[subscriber] = (place, behind < TimeSpan.Zero ? TimeSpan.Zero : behind);

    /// <summary>Another node works for it now, and reports.</summary>
    internal void Forget(string subscriber) => places.TryRemove(subscriber, out _);
}
