using Callsight.Analytics.Store;
using Callsight.App.Data;
using Callsight.App.EventLog;
using Microsoft.Extensions.Options;

namespace Callsight.Hosting;

/// <summary>What must be done before the first request.</summary>
internal sealed class ProductStartup(
    StoreStartup store, IEventStore events, EmbeddedStoreClaim claim, IOptions<StoreOptions> options) : IHostedLifecycleService
{
    private Task? prepared;

    /// <summary>Opens the stores, once.</summary>
    /// <exception cref="App.SettingsException">A store is not where the settings say.</exception>
    public Task PrepareAsync(CancellationToken ct) => prepared ??= OpenAsync(ct);

    // Before any background work starts, so that nothing finds a store without its tables.
    public Task StartingAsync(CancellationToken cancellationToken) => PrepareAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task OpenAsync(CancellationToken ct)
    {
        store.MakeFolder();
        var opening = Task.Run(() => events.OpenAsync(ct), ct);
        await Task.WhenAll(store.PrepareAsync(options.Value.MigrateOnStart, ct), opening);
        await claim.EnsureAsync(ct);
    }
}
