using Callsight.App;
using Callsight.Web;

namespace Callsight.Hosting;

/// <summary>Puts the product together: configuration, logs, modules, routes.</summary>
internal static class CallsightHost
{
    /// <param name="settings">The command line: settings as <c>--Section:Name=value</c>.</param>
    /// <param name="change">What a command needs beside the product, and what tests swap: the clock, the logs.</param>
    public static WebApplication Build(string[] settings, Action<IServiceCollection>? change = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = settings,
            ContentRootPath = AppContext.BaseDirectory,
            // The same under a test runner: the pages' files are found by this name.
            ApplicationName = typeof(CallsightHost).Assembly.GetName().Name,
        });
        // From weak to strong: defaults beside the program, a file where it is started, the environment, the command line.
        builder.Configuration
            .AddJsonFile(Path.Combine(Directory.GetCurrentDirectory(), "callsight.json"), optional: true, reloadOnChange: false)
            .AddEnvironmentVariables("CALLSIGHT_")
            .AddCommandLine(settings);
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
            builder.WebHost.UseUrls("http://localhost:5080");
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 6 * 1024 * 1024;
        });
        builder.Host.ConfigureHostOptions(host => host.ShutdownTimeout = TimeSpan.FromSeconds(20));
        builder.Host.UseDefaultServiceProvider(provider => (provider.ValidateScopes, provider.ValidateOnBuild) = (true, true));

        builder.Services.AddCallsight();
        builder.Services.AddApiDocument();
        builder.Services.AddWeb();
        builder.Services.AddTelemetry(builder.Configuration);
        builder.Services.AddSingleton<ProductStartup>()
            .AddHostedService(provider => provider.GetRequiredService<ProductStartup>())
            .AddHostedService<BackupRequests>();
        change?.Invoke(builder.Services);
        var app = builder.Build();
        Settings.Check(app.Services);
        app.UseApiPipeline();
        app.UseWebFiles();
        app.MapCallsight();
        app.MapApiDocument();
        app.MapHealth();
        app.MapPrometheusScrapingEndpoint("/metrics").WithMetadata(new Microsoft.AspNetCore.Authorization.AllowAnonymousAttribute());
        app.MapWeb();
        return app;
    }
}
