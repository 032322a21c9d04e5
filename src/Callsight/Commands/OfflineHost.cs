using Callsight.App.Data;
using Callsight.Hosting;

namespace Callsight.Commands;

/// <summary>The product put together but not serving, for commands that work on the stores directly.</summary>
internal static class OfflineHost
{
    public static async Task<WebApplication> OpenAsync(string[] settings, CancellationToken ct)
    {
        var app = CallsightHost.Build(settings);
        await app.Services.GetRequiredService<StoreStartup>().MigrateAsync(ct);
        return app;
    }
}
