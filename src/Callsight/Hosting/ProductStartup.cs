using Callsight.App.Data;
using Microsoft.Extensions.Options;

namespace Callsight.Hosting;

/// <summary>What must be done before the first request.</summary>
internal sealed class ProductStartup(StoreStartup store, IOptions<StoreOptions> options)
{
    public async Task RunAsync(CancellationToken ct)
    {
        if (options.Value.MigrateOnStart)
            await store.MigrateAsync(ct);
    }
}
