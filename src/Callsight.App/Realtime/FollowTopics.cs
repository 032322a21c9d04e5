using Callsight.App.EventLog;
using Microsoft.Extensions.Options;

namespace Callsight.App.Realtime;

/// <summary>Has a connection follow topics: what was missed first, in order, then what comes, without a gap and nothing twice.</summary>
/// <remarks>
/// Missed events are read from the log. The connection joins the live ones at the place it has read to, which works only while nothing
/// later was told already; otherwise that is read first. It runs on the connection's pump, so that nothing live overtakes.
/// </remarks>
internal sealed class FollowTopics(
    ILogFeed feed, FollowLog log, LiveConnections connections, CheckTopics check, LiveQueries queries, LiveMeters meters,
    IOptions<RealtimeOptions> options, TimeProvider clock) : IDisposable
{
    private const int PageSize = 500;
    private const int MostScanned = 1_000;

    /// <summary>So many read the log at a time, when thousands come back at once.</summary>
    private readonly SemaphoreSlim turns = new(4);

    private static readonly Problem TooManyTopics = new("topic.too_many",
        "The connection or your tenant follows too many topics. Leave others first.", ProblemKind.TooMany);

    /// <summary>Follows what may be followed, and says what may not. On the pump of the connection.</summary>
    /// <param name="connection">The client.</param>
    /// <param name="wanted">Topics as the client wrote them.</param>
    /// <param name="since">How far it had got; counts for the first topics of a connection only. Null begins afresh.</param>
    /// <param name="ct">The client has left.</param>
    public async Task<SubscribeAnswer> FollowAsync(
        LiveConnection connection, IReadOnlyList<string> wanted, StreamPlace? since, CancellationToken ct)
    {
        await log.RunningAsync(ct);
        var refused = new List<RefusedTopic>();
        var topics = Wanted(connection, wanted, refused);
        var allowed = new List<CheckedTopic>();
        foreach (var topic in await check.CheckAsync(connection.Caller, topics, ct))
            if (topic.Problem is null)
                allowed.Add(topic);
            else
                refused.Add(topic.Refusal);

        // What others told this connection already must not come again.
        var from = since is null || !connection.Topics.IsEmpty || allowed.Count == 0 ? null : await ReachableAsync(connection, since, ct);
        if (since is not null && allowed.Count > 0)
            meters.Resumed(from is not null);
        var snapshot = new List<LiveEvent>();
        var place = from is { } start
            ? await CatchUpAsync(connection, allowed, refused, start, (frame, _) => connection.SendAsync(frame, ct), ct)
            : await BeginAsync(connection, allowed, refused, snapshot, ct);
        foreach (var topic in allowed.Where(t => t.Figures.Count > 0))
            Show(connection, topic);
        return new SubscribeAnswer(from is not null, place.Epoch, place.Position, snapshot, refused);
    }

    private List<Topic> Wanted(LiveConnection connection, IReadOnlyList<string> wanted, List<RefusedTopic> refused)
    {
        var topics = new List<Topic>();
        foreach (var text in wanted.Distinct(StringComparer.Ordinal))
            if (Topic.Parse(text) is not { } topic)
                refused.Add(Refusal(text, CheckTopics.Unknown));
            else if (connection.Topics.ContainsKey(topic.Text) || topics.Contains(topic))
                continue; // It is followed already.
            else if (connection.Topics.Count + topics.Count >= options.Value.TopicsPerConnection
                     || connection.Tenant.Followed + topics.Count >= options.Value.TopicsPerTenant)
                refused.Add(Refusal(topic.Text, TooManyTopics));
            else
                topics.Add(topic);
        return topics;
    }

    private static RefusedTopic Refusal(string text, Problem problem) =>
        new(text.Length > Topic.MostLetters ? text[..Topic.MostLetters] : text, problem.Code, problem.Message);

    /// <summary>The place in the log, when everything after it can still be had.</summary>
    private async Task<LogMark?> ReachableAsync(LiveConnection connection, StreamPlace since, CancellationToken ct)
    {
        if (await Places.ReadAsync(feed, connections.Log.Epoch, since, ct) is not { } place)
            return null;
        var (tenant, most) = (connection.Tenant.Id, options.Value.RecoverEvents);
        var first = await feed.NextOfAsync(tenant, place.Position, 1, ct);
        if (first.Count == 0)
            return place;
        return first[0].RecordedAt >= clock.GetUtcNow().AddMinutes(-options.Value.RecoverMinutes)
            && await feed.CountOfAsync(tenant, place.Position, most + 1, ct) <= most ? place : null;
    }

    /// <summary>Begins with the newest events, for whoever has none or missed too many.</summary>
    private async Task<StreamPlace> BeginAsync(
        LiveConnection connection, List<CheckedTopic> allowed, List<RefusedTopic> refused, List<LiveEvent> snapshot,
        CancellationToken ct)
    {
        var most = options.Value.SnapshotEvents;
        var newest = await feed.NewestOfAsync(
            connection.Tenant.Id, most == 0 || !allowed.Exists(t => t.Topic.TellsEvents) ? 1 : MostScanned, ct);
        var names = NamesOf(allowed);
        foreach (var logged in newest)
            Add(logged, Hits(connection, names, logged));
        var start = newest.Count == 0 ? LogMark.Start : new LogMark(newest[^1].Position, newest[^1].Event.Id);
        return await CatchUpAsync(connection, allowed, refused, start, (_, hit) =>
        {
            Add(hit.Logged, hit.Topics);
            return Task.CompletedTask;
        }, ct);

        void Add(LoggedEvent logged, List<string> topics)
        {
            if (topics.Count == 0 || most == 0)
                return;
            if (snapshot.Count == most)
                snapshot.RemoveAt(0);
            snapshot.Add(LiveEvent.From(
                logged.Event, Places.Write(connections.Log.Epoch, new LogMark(logged.Position, logged.Event.Id)), topics));
        }
    }

    /// <summary>Reads on until the connection can join those who are told live; gives the place where it joined.</summary>
    private async Task<StreamPlace> CatchUpAsync(
        LiveConnection connection, List<CheckedTopic> allowed, List<RefusedTopic> refused, LogMark place,
        Func<Frame, (LoggedEvent Logged, List<string> Topics), Task> take, CancellationToken ct)
    {
        while (true)
        {
            await CheckAgainAsync(connection, allowed, refused, ct);
            var names = NamesOf(allowed);
            var events = await NextAsync(connection.Tenant.Id, place.Position, ct);
            foreach (var logged in events)
            {
                place = new LogMark(logged.Position, logged.Event.Id);
                if (Hits(connection, names, logged) is { Count: > 0 } topics)
                    await take(Frame.Event(logged, Places.Write(connections.Log.Epoch, place), topics), (logged, topics));
            }

            if (events.Count < PageSize
                && connection.Tenant.TryFollow(connection, allowed.Select(t => t.Topic), place, connections.Log) is { } joined)
                return joined;
        }
    }

    /// <summary>A role may be taken away while somebody still catches up.</summary>
    private async Task CheckAgainAsync(
        LiveConnection connection, List<CheckedTopic> allowed, List<RefusedTopic> refused, CancellationToken ct)
    {
        if (!connection.RightsAreOld)
            return;
        if (!await connection.LookAgainAsync(ct))
            throw new OperationCanceledException("The connection was closed.");
        var checkedAgain = await check.CheckAsync(connection.Caller, [.. allowed.Select(t => t.Topic)], ct);
        foreach (var gone in checkedAgain.Where(t => t.Problem is not null))
        {
            allowed.RemoveAll(t => t.Topic == gone.Topic);
            refused.Add(gone.Refusal);
        }
    }

    private async Task<IReadOnlyList<LoggedEvent>> NextAsync(TenantId tenant, LogPosition after, CancellationToken ct)
    {
        await turns.WaitAsync(ct);
        try
        {
            return await feed.NextOfAsync(tenant, after, PageSize, ct);
        }
        finally
        {
            turns.Release();
        }
    }

    private void Show(LiveConnection connection, CheckedTopic topic)
    {
        var name = topic.Topic.Text;
        var tenant = connection.Tenant;
        connection.Watches[name] = [.. topic.Figures.Select((figures, index) => queries.Watch(tenant.Id, figures, json => tenant.Tell(
            connection, connections.Log, place => connection.EnqueueFigures(name, $"{name}/{index}", json, place))))];
        // Who left meanwhile will not be asked again what to dispose of.
        if (connection.Gone.Task.IsCompleted && connection.Watches.TryRemove(name, out var watches))
            watches.ForEach(w => w.Dispose());
    }

    private static HashSet<string> NamesOf(List<CheckedTopic> allowed) =>
        [.. allowed.Where(t => t.Topic.TellsEvents).Select(t => t.Topic.Text)];

    private static List<string> Hits(LiveConnection connection, HashSet<string> names, LoggedEvent logged) =>
        [.. Topic.NamesOf(logged.Event).Where(t => names.Contains(t) && Topic.Allows(connection.Caller, t, logged.Event))];

    public void Dispose() => turns.Dispose();
}
