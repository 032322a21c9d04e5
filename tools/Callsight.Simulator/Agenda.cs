namespace Callsight.Simulator;

/// <summary>Something events are told of: it knows how it looked at any moment of its life.</summary>
internal interface ISubject
{
    CatalogueEvent EventOf(EventType type, DateTimeOffset at);
}

/// <summary>A place in the order of things: by time, then by who was entered first.</summary>
internal readonly record struct Turn(long Ticks, long Order) : IComparable<Turn>
{
    public int CompareTo(Turn other) => Ticks != other.Ticks ? Ticks.CompareTo(other.Ticks) : Order.CompareTo(other.Order);
}

/// <summary>What is still to happen, handed out in order of time. Events are made only when their time has come.</summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<(ISubject Subject, EventType Type), Turn> entries = new();
    private long order;

    public void Add(DateTimeOffset at, EventType type, ISubject subject) =>
        entries.Enqueue((subject, type), new Turn(at.UtcTicks, order++));

    /// <summary>Takes out what happens before an instant, and turns what happens from <paramref name="from"/> on into events.</summary>
    public IEnumerable<CatalogueEvent> TakeUntil(DateTimeOffset end, DateTimeOffset from)
    {
        while (entries.TryPeek(out var entry, out var turn) && turn.Ticks < end.UtcTicks)
        {
            entries.Dequeue();
            if (turn.Ticks >= from.UtcTicks)
                yield return entry.Subject.EventOf(entry.Type, new DateTimeOffset(turn.Ticks, TimeSpan.Zero));
        }
    }
}
