using Callsight.Analytics.Store;
using Callsight.App.Data;
using Microsoft.Extensions.Options;

namespace Callsight.Hosting;

/// <summary>What must be done before the first request.</summary>
internal sealed class ProductStartup(StoreStartup store, IEventStore events, IOptions<StoreOptions> options) : IHostedLifecycleService
{
    // Before any background work starts, so that nothing finds a store without its tables.
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await store.PrepareAsync(options.Value.MigrateOnStart, cancellationToken);
        Directory.CreateDirectory(options.Value.DataFolder);
        await events.OpenAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
