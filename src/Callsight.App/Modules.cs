using Callsight.App.CallCentre;
using Callsight.App.Data;
using Callsight.App.EventLog;
using Callsight.App.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Callsight.App;

/// <summary>The product's table of contents: every module, once.</summary>
public static class Modules
{
    public static IServiceCollection AddCallsight(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddScoped<CurrentTenant>();
        return services
            .AddHttp()
            .AddStore()
            .AddEventLog()
            .AddCallCentre();
    }

    public static void MapCallsight(this WebApplication app)
    {
        app.UseHttpConventions();
        var api = app.MapApi();
        EventLogModule.Map(api);
        CallCentreModule.Map(api);
    }
}
