using Callsight.App.EventLog;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Callsight.Hosting;

/// <summary>Metrics and traces under OpenTelemetry's standard names.</summary>
internal static class Telemetry
{
    public static void AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        // The collector's address is the standard variable; without it nothing is sent anywhere.
        var exports = !string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        var telemetry = services.AddOpenTelemetry().WithMetrics(metrics =>
        {
            metrics.AddAspNetCoreInstrumentation().AddMeter(SubscriberLag.MeterName, "Callsight.*", "Npgsql")
                .AddPrometheusExporter();
            if (exports)
                metrics.AddOtlpExporter();
        });
        if (exports)
            telemetry.WithTracing(traces => traces.AddAspNetCoreInstrumentation().AddSource("Callsight.*").AddOtlpExporter());
    }
}
