using System.Collections.Concurrent;
using System.Threading.Channels;
using Callsight.App.EventLog;
using Callsight.App.Identity;
using Microsoft.Extensions.Logging;

namespace Callsight.App.Realtime;

/// <summary>How messages leave: by the hub, or as server-sent events.</summary>
internal interface ILiveSender
{
    /// <summary>Gives a message to the network; waits while that is full.</summary>
    Task SendAsync(Frame frame, CancellationToken ct);

    /// <summary>Ends the connection.</summary>
    void End(CloseReason? reason);
}

/// <summary>Looks at a connection's rights again. False when it has none left and was closed.</summary>
internal delegate Task<bool> Recheck(LiveConnection connection, CancellationToken ct);

/// <summary>One client: what it follows, what it may, and a bounded queue of messages that one pump sends in order.</summary>
internal sealed class LiveConnection(
    LiveTenant tenant, Caller caller, ILiveSender sender, int mostWaiting, Recheck recheck, LiveMeters meters, ILogger logger)
{
    /// <summary>For how long a reader that is cut off may still take the message that says why.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly Channel<Work> queue = Channel.CreateBounded<Work>(
        new BoundedChannelOptions(mostWaiting) { SingleReader = true });
    private readonly TaskCompletionSource cut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, Slot> figures = Few<Slot>();
    private CloseReason? closing;
    private int rightsSeen = -1; // Before the first message as well: they may have changed while it came in.

    /// <summary>Ends when the client is gone, with all that was still on its way.</summary>
    public TaskCompletionSource Gone { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LiveTenant Tenant { get; } = tenant;

    public Caller Caller { get; set; } = caller;

    /// <summary>What it follows, with what ends the looking at figures. Changed by the pump only.</summary>
    public ConcurrentDictionary<string, Topic> Topics { get; } = Few<Topic>();

    /// <summary>Computations it looks at, by topic.</summary>
    public ConcurrentDictionary<string, List<IDisposable>> Watches { get; } = Few<List<IDisposable>>();

    /// <summary>The place of the last message in the queue. Guarded by the tenant's gate.</summary>
    public LogMark Place { get; set; } = LogMark.Start;

    /// <summary>The last position the client said it had taken; for whoever looks for lost messages.</summary>
    public string? Acknowledged { get; set; }

    public CloseReason? Closing => Volatile.Read(ref closing);

    public int Waiting => queue.Reader.Count;

    /// <summary>Puts a message into the queue. A full one means that the reader is too slow.</summary>
    public void Enqueue(Frame frame) => Enqueue(new Work(frame, null));

    /// <summary>Puts the newest figures of a topic into the queue, in the place of those not sent yet.</summary>
    public void EnqueueFigures(string topic, string key, byte[] json, StreamPlace place)
    {
        var slot = figures.GetOrAdd(key, static _ => new Slot());
        lock (slot)
        {
            var waiting = slot.Newest;
            // They go out where the older ones stand: a later place would skip the events that wait behind them.
            slot.Newest = Frame.Metrics(topic, json, waiting?.Place ?? place);
            if (waiting is not null)
                return;
        }

        Enqueue(new Work(null, ct => slot.Take() is { } newest && IsAllowed(newest) ? SendAsync(newest, ct) : Task.CompletedTask));
    }

    /// <summary>Has the pump do something in its turn, between messages.</summary>
    public async Task<T> DoAsync<T>(Func<CancellationToken, Task<T>> job, CancellationToken ct)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(new Work(null, async stop =>
        {
            try
            {
                done.TrySetResult(await job(stop));
            }
            catch (Exception failure)
            {
                done.TrySetException(failure);
                throw;
            }
        }));
        await Task.WhenAny(done.Task, ended.Task).WaitAsync(ct);
        return done.Task.IsCompleted ? await done.Task : throw new OperationCanceledException("The connection was closed.");
    }

    /// <summary>Has rights that changed looked at, although there is nothing to send.</summary>
    public void Wake() => queue.Writer.TryWrite(new Work(null, static _ => Task.CompletedTask));

    /// <summary>Ends the connection, once; the client is told why, as far as it still reads.</summary>
    public void Close(CloseReason reason)
    {
        if (Interlocked.CompareExchange(ref closing, reason, null) is not null)
            return;
        meters.Closed(reason);
        queue.Writer.TryComplete();
        cut.TrySetResult();
    }

    /// <summary>Sends what comes until the client leaves or the connection is closed.</summary>
    public async Task RunAsync(CancellationToken left)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(left);
        _ = cut.Task.ContinueWith(_ => stop.CancelAfter(Grace), left, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            while (Closing is null && await queue.Reader.WaitToReadAsync(stop.Token))
                while (Closing is null && queue.Reader.TryRead(out var work))
                    await RunAsync(work, stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The client has left, or did not read in time.
        }
        catch (Exception failure)
        {
            if (!left.IsCancellationRequested)
                logger.LogWarning(failure, "A live connection of tenant {Tenant} failed", Tenant.Id);
            Close(CloseReason.Failed);
        }

        ended.TrySetResult();
        await SayWhyAsync(stop.Token);
        sender.End(Closing);
    }

    /// <summary>Sends at once, whatever it is; for jobs of the pump, which know what is allowed.</summary>
    public async Task SendAsync(Frame frame, CancellationToken ct)
    {
        await sender.SendAsync(frame, ct);
        meters.Sent(frame);
    }

    /// <summary>Whether its rights may have changed since they were looked at.</summary>
    public bool RightsAreOld => rightsSeen != Tenant.Rights;

    /// <summary>Looks at its rights again, where they may have changed. False when it was closed.</summary>
    public async Task<bool> LookAgainAsync(CancellationToken ct)
    {
        if (!RightsAreOld)
            return Closing is null;
        rightsSeen = Tenant.Rights;
        return await recheck(this, ct) && Closing is null;
    }

    private async Task RunAsync(Work work, CancellationToken ct)
    {
        // Before each message: what was allowed when it went into the queue may not be any more.
        if (!await LookAgainAsync(ct))
            return;
        if (work.Job is { } job)
            await job(ct);
        else if (IsAllowed(work.Frame!))
            await SendAsync(work.Frame!, ct);
    }

    private bool IsAllowed(Frame frame)
    {
        if (frame.Topics.Count == 0)
            return true;
        foreach (var topic in frame.Topics)
            if (Topics.ContainsKey(topic) && (frame.About is not { } e || Topic.Allows(Caller, topic, e)))
                return true;
        return false;
    }

    private void Enqueue(Work work)
    {
        if (!queue.Writer.TryWrite(work))
            Close(CloseReason.SlowReader);
    }

    private async Task SayWhyAsync(CancellationToken ct)
    {
        if (Closing is not { } reason)
            return;
        try
        {
            await sender.SendAsync(Frame.Closing(reason), ct).WaitAsync(Grace, CancellationToken.None);
        }
        catch (Exception failure)
            when (failure is OperationCanceledException or TimeoutException or IOException or InvalidOperationException)
        {
            // It reads no more.
        }
    }

    /// <summary>Most connections follow a handful, and there may be thousands of connections.</summary>
    private static ConcurrentDictionary<string, T> Few<T>() => new(concurrencyLevel: 1, capacity: 1, StringComparer.Ordinal);

    private sealed class Slot
    {
        public Frame? Newest { get; set; }

        public Frame? Take()
        {
            lock (this)
            {
                var taken = Newest;
                Newest = null;
                return taken;
            }
        }
    }

    private readonly record struct Work(Frame? Frame, Func<CancellationToken, Task>? Job);
}
