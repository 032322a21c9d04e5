using System.Diagnostics.Metrics;

namespace Callsight.App.Realtime;

/// <summary>How live connections fare, for whoever watches over them.</summary>
internal sealed class LiveMeters
{
    private readonly TimeProvider clock;
    private readonly UpDownCounter<long> connections;
    private readonly Counter<long> messages;
    private readonly Counter<long> closed;
    private readonly Counter<long> resumed;
    private readonly Counter<long> computed;
    private readonly Histogram<double> lag;
    private long sentMessages;
    private long cutConnections;
    private long recoveries;
    private long lostPlaces;

    public LiveMeters(IMeterFactory meters, TimeProvider clock)
    {
        this.clock = clock;
        var meter = meters.Create("Callsight.Realtime");
        connections = meter.CreateUpDownCounter<long>("callsight.realtime.connections", "{connection}", "Live connections that are open.");
        messages = meter.CreateCounter<long>("callsight.realtime.messages", "{message}", "Messages sent, by method.");
        closed = meter.CreateCounter<long>("callsight.realtime.closed", "{connection}", "Connections closed by the server, by code.");
        resumed = meter.CreateCounter<long>("callsight.realtime.resumed", "{subscription}",
            "Attempts to resume, by whether all could be had.");
        computed = meter.CreateCounter<long>("callsight.realtime.computed", "{computation}", "Computations of live figures.");
        lag = meter.CreateHistogram<double>("callsight.realtime.lag", "s", "From an event's entry into the log to its sending.");
    }

    public long SentMessages => Interlocked.Read(ref sentMessages);

    public long CutConnections => Interlocked.Read(ref cutConnections);

    public long Recoveries => Interlocked.Read(ref recoveries);

    public long LostPlaces => Interlocked.Read(ref lostPlaces);

    /// <summary>How old the last event was when it was sent.</summary>
    public TimeSpan LastLag { get; private set; }

    public void Opened() => connections.Add(1);

    public void Left() => connections.Add(-1);

    public void Closed(CloseReason reason)
    {
        Interlocked.Increment(ref cutConnections);
        closed.Add(1, new KeyValuePair<string, object?>("code", reason.Code));
    }

    public void Resumed(bool recovered)
    {
        if (recovered)
            Interlocked.Increment(ref recoveries);
        else
            Interlocked.Increment(ref lostPlaces);
        resumed.Add(1, new KeyValuePair<string, object?>("recovered", recovered));
    }

    public void Computed() => computed.Add(1);

    public void Sent(Frame frame)
    {
        Interlocked.Increment(ref sentMessages);
        messages.Add(1, new KeyValuePair<string, object?>("method", frame.Method));
        if (frame.RecordedAt is not { } recorded)
            return;
        LastLag = clock.GetUtcNow() - recorded;
        lag.Record(Math.Max(0, LastLag.TotalSeconds));
    }
}
