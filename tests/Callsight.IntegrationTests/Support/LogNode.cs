using System.Diagnostics.Metrics;
using Callsight.App.Data;
using Callsight.App.EventLog;
using Callsight.Core;
using Callsight.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Callsight.IntegrationTests.Support;

/// <summary>One node of an installation: its own leases and loops over a store it shares with others.</summary>
internal sealed class LogNode : IAsyncDisposable
{
    private readonly SubscriberHost host;

    public LogNode(RelationalStore store, TimeProvider? clock = null, Action<EventLogOptions>? configure = null,
        params IEventSubscriber[] subscribers)
    {
        var options = new EventLogOptions { PollMilliseconds = 50, BatchSize = 50 };
        configure?.Invoke(options);
        clock ??= TimeProvider.System;
        var scopes = store.Scopes();
        Reader = new EventLogReader(scopes);
        Checkpoints = new SubscriberCheckpoints(scopes, clock, Options.Create(options));
        Lag = new SubscriberLag(new NoMeters());
        host = new SubscriberHost(subscribers, Reader, Checkpoints, new EventLogSignal(), Lag, scopes, clock,
            Options.Create(options), NullLogger<SubscriberHost>.Instance);
    }

    public EventLogReader Reader { get; }
    public SubscriberCheckpoints Checkpoints { get; }
    public SubscriberLag Lag { get; }

    public async Task<LogNode> StartAsync()
    {
        await host.StartAsync(CancellationToken.None);
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync(CancellationToken.None);
        host.Dispose();
    }

    private sealed class NoMeters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose()
        {
        }
    }
}

/// <summary>Short ways to write into and read from a store under test.</summary>
internal static class LogStore
{
    public static IServiceScopeFactory Scopes(this RelationalStore store)
    {
        using var scope = store.For(TenantId.New());
        return scope.ServiceProvider.GetRequiredService<IServiceScopeFactory>();
    }

    public static AppDb Db(this AsyncServiceScope scope) => scope.ServiceProvider.GetRequiredService<AppDb>();

    public static CatalogueEvent Something(string type = "page_viewed", double? value = null) => new()
    {
        Id = Guid.CreateVersion7(),
        Type = type,
        OccurredAt = DateTimeOffset.UnixEpoch.AddDays(20_000),
        Value = value,
    };

    /// <summary>Writes events, each in a transaction of its own.</summary>
    public static async Task<List<CatalogueEvent>> WriteAsync(this RelationalStore store, TenantId tenant, int count)
    {
        var events = Enumerable.Range(1, count).Select(i => Something(value: i)).ToList();
        foreach (var e in events)
            await store.AsAsync(tenant, db =>
            {
                db.Raise(e);
                return db.SaveChangesAsync();
            });
        return events;
    }

    /// <summary>All that was committed. Other tests' open transactions on the server may hold it back for a moment.</summary>
    public static async Task<IReadOnlyList<LoggedEvent>> ReadAllAsync(this RelationalStore store)
    {
        var reader = new EventLogReader(store.Scopes());
        IReadOnlyList<LoggedEvent> all = [];
        await Eventually.IsTrueAsync(async () =>
        {
            all = await reader.ReadAsync(LogPosition.Start, 100_000, CancellationToken.None);
            return await reader.WaitingSinceAsync(
                all.Count == 0 ? LogPosition.Start : all[^1].Position, CancellationToken.None) is null;
        }, "nothing is held back any more");
        return all;
    }
}
