using Callsight.Analytics.Store;
using Callsight.App.Data;
using Callsight.App.EventLog;
using Microsoft.Extensions.Options;

namespace Callsight.Hosting;

/// <summary>What must be done before the first request.</summary>
internal sealed class ProductStartup(
    StoreStartup store, IEventStore events, EmbeddedStoreClaim claim, IOptions<StoreOptions> options) : IHostedLifecycleService
{
    // Before any background work starts, so that nothing finds a store without its tables.
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.Value.DataFolder);
        var opening = Task.Run(() => events.OpenAsync(cancellationToken), cancellationToken);
        await Task.WhenAll(store.PrepareAsync(options.Value.MigrateOnStart, cancellationToken), opening);
        await claim.EnsureAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
