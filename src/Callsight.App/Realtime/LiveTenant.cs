using Callsight.App.EventLog;

namespace Callsight.App.Realtime;

/// <summary>The connections of one tenant, and who follows what. No list is ever looked at for two tenants.</summary>
internal sealed class LiveTenant(TenantId id)
{
    private readonly Lock gate = new();
    private readonly HashSet<LiveConnection> connections = [];
    private readonly Dictionary<string, Dictionary<LiveConnection, LogPosition>> followers = new(StringComparer.Ordinal);
    private LogMark published = LogMark.Start;
    private int rights;
    private int followed;

    public TenantId Id { get; } = id;

    /// <summary>Grows whenever what its callers may do has to be looked at again.</summary>
    public int Rights => Volatile.Read(ref rights);

    /// <summary>Topics followed by all connections together.</summary>
    public int Followed => Volatile.Read(ref followed);

    public IReadOnlyList<LiveConnection> Connections
    {
        get
        {
            lock (gate)
                return [.. connections];
        }
    }

    /// <summary>Takes a connection in, unless there are too many of the tenant or of its caller.</summary>
    public bool TryAdd(LiveConnection connection, int mostOfTenant, int mostOfCaller)
    {
        lock (gate)
        {
            if (connections.Count >= mostOfTenant || connections.Count(c => IsSame(c, connection)) >= mostOfCaller)
                return false;
            connections.Add(connection);
            return true;
        }
    }

    public bool Remove(LiveConnection connection)
    {
        lock (gate)
        {
            foreach (var topic in connection.Topics.Keys)
                Leave(connection, topic);
            return connections.Remove(connection);
        }
    }

    /// <summary>Has the rights of all its connections looked at again.</summary>
    public void Recheck()
    {
        Interlocked.Increment(ref rights);
        foreach (var connection in Connections)
            connection.Wake();
    }

    /// <summary>
    /// From now on the connection gets all events after a place by itself. Null when later ones have been told already: then they have
    /// to be read first.
    /// </summary>
    /// <returns>The place up to which it has been told everything.</returns>
    public StreamPlace? TryFollow(LiveConnection connection, IEnumerable<Topic> topics, LogMark after, LogState log)
    {
        lock (gate)
        {
            if (published.Position > after.Position)
                return null;
            foreach (var topic in topics)
                if (connections.Contains(connection) && connection.Topics.TryAdd(topic.Text, topic))
                {
                    if (!followers.TryGetValue(topic.Text, out var all))
                        followers[topic.Text] = all = [];
                    all[connection] = after.Position;
                    followed++;
                }

            Advance(connection, after);
            var place = PlaceOf(connection, log);
            connection.Enqueue(Frame.Heartbeat(place));
            return place;
        }
    }

    public void Unfollow(LiveConnection connection, string topic)
    {
        lock (gate)
        {
            Leave(connection, topic);
            connection.Topics.TryRemove(topic, out _);
        }

        if (connection.Watches.TryRemove(topic, out var watches))
            watches.ForEach(w => w.Dispose());
    }

    /// <summary>Tells an event to everybody who follows it. In the order of the log, by one caller.</summary>
    public void Publish(LoggedEvent logged, string epoch)
    {
        lock (gate)
        {
            published = new LogMark(logged.Position, logged.Event.Id);
            var hit = Topic.NamesOf(logged.Event).Where(followers.ContainsKey).ToList();
            if (hit.Count == 0)
                return;
            var place = Places.Write(epoch, published);
            if (hit.Count == 1)
            {
                var frame = Frame.Event(logged, place, hit);
                foreach (var (connection, from) in followers[hit[0]])
                    if (logged.Position > from)
                        Enqueue(connection, frame);
                return;
            }

            var frames = new Dictionary<string, Frame>(StringComparer.Ordinal);
            foreach (var connection in hit.SelectMany(topic => followers[topic].Keys).Distinct())
            {
                var topics = hit.Where(t => followers[t].TryGetValue(connection, out var from) && logged.Position > from).ToList();
                if (topics.Count == 0)
                    continue;
                var key = string.Join('\n', topics);
                if (!frames.TryGetValue(key, out var frame))
                    frames[key] = frame = Frame.Event(logged, place, topics);
                Enqueue(connection, frame);
            }
        }

        void Enqueue(LiveConnection connection, Frame frame)
        {
            Advance(connection, published);
            connection.Enqueue(frame);
        }
    }

    /// <summary>Tells a connection something that is no event, with the place up to which it has been told all events.</summary>
    public void Tell(LiveConnection connection, LogState log, Action<StreamPlace> tell)
    {
        lock (gate)
            tell(PlaceOf(connection, log));
    }

    private StreamPlace PlaceOf(LiveConnection connection, LogState log)
    {
        // All events up to the furthest of these have gone into the queue; what came ahead of the reader of the log must not go back.
        Advance(connection, published);
        Advance(connection, log.Told);
        return Places.Write(log.Epoch, connection.Place);
    }

    private static void Advance(LiveConnection connection, LogMark to)
    {
        if (to.Position > connection.Place.Position)
            connection.Place = to;
    }

    private void Leave(LiveConnection connection, string topic)
    {
        if (!followers.TryGetValue(topic, out var all) || !all.Remove(connection))
            return;
        followed--;
        if (all.Count == 0)
            followers.Remove(topic);
    }

    private static bool IsSame(LiveConnection left, LiveConnection right) =>
        left.Caller.UserId == right.Caller.UserId && left.Caller.KeyHash == right.Caller.KeyHash;
}

/// <summary>How far the log has been told on this node.</summary>
internal sealed record LogState(string Epoch, LogMark Told);
