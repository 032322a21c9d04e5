using System.Text;
using Callsight.App.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Callsight.App.Realtime;

/// <summary>Keeps figures up to date for all who look at the same ones: computed once for all, and only after a change.</summary>
internal sealed class LiveQueries(
    IServiceScopeFactory scopes, TenantChanges changes, LiveMeters meters, TimeProvider clock, IOptions<RealtimeOptions> options,
    ILogger<LiveQueries> logger)
{
    private readonly Tools tools = new(
        scopes, changes, meters, clock, TimeSpan.FromMilliseconds(options.Value.FiguresMilliseconds), logger);
    private readonly Lock gate = new();
    private readonly Dictionary<(TenantId, string), Query> queries = [];

    /// <summary>How many different computations somebody looks at.</summary>
    public int Count
    {
        get
        {
            lock (gate)
                return queries.Count;
        }
    }

    /// <summary>Shows the figures now and after each change, until the watch is disposed of.</summary>
    /// <param name="show">Called with each value, written as JSON; it must not wait for anything.</param>
    public IDisposable Watch(TenantId tenant, LiveFigures figures, Action<byte[]> show)
    {
        lock (gate)
        {
            if (!queries.TryGetValue((tenant, figures.Key), out var query))
            {
                queries[(tenant, figures.Key)] = query = new Query(this, tenant, figures);
                query.Start();
            }

            return query.Add(show);
        }
    }

    private sealed record Tools(
        IServiceScopeFactory Scopes, TenantChanges Changes, LiveMeters Meters, TimeProvider Clock, TimeSpan Pause, ILogger Logger);

    private sealed class Query(LiveQueries all, TenantId tenant, LiveFigures figures)
    {
        private readonly List<Watcher> watchers = [];
        private readonly TaskCompletionSource unwatched = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private byte[]? newest;

        public void Start() => _ = RunAsync();

        /// <summary>Guarded by the gate.</summary>
        public IDisposable Add(Action<byte[]> show)
        {
            var watcher = new Watcher(this, show);
            watchers.Add(watcher);
            if (newest is not null)
                show(newest);
            return watcher;
        }

        private void Remove(Watcher watcher)
        {
            lock (all.gate)
            {
                if (!watchers.Remove(watcher) || watchers.Count > 0)
                    return;
                all.queries.Remove((tenant, figures.Key));
                unwatched.TrySetResult();
            }
        }

        private async Task RunAsync()
        {
            await Task.Yield();
            using var stop = new CancellationTokenSource();
            _ = unwatched.Task.ContinueWith(_ => stop.Cancel(), stop.Token, TaskContinuationOptions.None, TaskScheduler.Default);
            var ct = stop.Token;
            try
            {
                while (!unwatched.Task.IsCompleted)
                {
                    var changed = all.tools.Changes.Next(tenant);
                    var until = await ComputeAsync(ct);
                    // However much happens, one computation in a while.
                    await Task.Delay(all.tools.Pause, all.tools.Clock, ct);
                    await UntilAsync(changed, until, ct);
                }
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                // Nobody looks any more.
            }
        }

        /// <summary>Computes and shows. A failure shows nothing and is tried again after the next change, or in a while.</summary>
        private async Task<DateTimeOffset?> ComputeAsync(CancellationToken ct)
        {
            try
            {
                await using var scope = all.tools.Scopes.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<CurrentTenant>().Enter(tenant);
                all.tools.Meters.Computed();
                var value = await figures.ComputeAsync(scope.ServiceProvider, ct);
                var json = Encoding.UTF8.GetBytes(value.Value.ToJsonString(JsonShape.Api));
                lock (all.gate)
                {
                    newest = json;
                    foreach (var watcher in watchers)
                        watcher.Show(json);
                }

                return value.Until;
            }
            catch (Exception failure) when (!ct.IsCancellationRequested)
            {
                all.tools.Logger.LogWarning(failure, "Live figures of tenant {Tenant} could not be computed", tenant);
                return all.tools.Clock.GetUtcNow().AddSeconds(10);
            }
        }

        private async Task UntilAsync(Task changed, DateTimeOffset? until, CancellationToken ct)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var left = until - all.tools.Clock.GetUtcNow() ?? Timeout.InfiniteTimeSpan;
            var over = Task.Delay(until is null ? left : left > TimeSpan.Zero ? left : TimeSpan.Zero, all.tools.Clock, stop.Token);
            await Task.WhenAny(changed, over);
            await stop.CancelAsync();
            ct.ThrowIfCancellationRequested();
        }

        private sealed class Watcher(Query query, Action<byte[]> show) : IDisposable
        {
            public void Show(byte[] value) => show(value);

            public void Dispose() => query.Remove(this);
        }
    }
}
