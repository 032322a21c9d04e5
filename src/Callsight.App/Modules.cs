using Callsight.App.CallCentre;
using Callsight.App.Data;
using Callsight.App.Delivery;
using Callsight.App.EventLog;
using Callsight.App.Http;
using Callsight.App.Identity;
using Callsight.App.Imports;
using Callsight.App.Ingestion;
using Callsight.App.Privacy;
using Callsight.App.Realtime;
using Callsight.App.Reporting;
using Callsight.App.Tenancy;
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
            .AddTenancy()
            .AddIdentityModule()
            .AddCallCentre()
            .AddPrivacy()
            .AddDelivery()
            .AddImports()
            .AddIngestion()
            .AddReporting()
            .AddRealtime();
    }

    public static void MapCallsight(this WebApplication app)
    {
        app.UseHttpConventions();
        app.UseIdentity();
        app.UseStrictQuery();
        var api = app.MapApi();
        IdentityModule.Map(api);
        TenancyModule.Map(api);
        EventLogModule.Map(api);
        CallCentreModule.Map(api);
        ImportsModule.Map(api);
        IngestionModule.Map(api);
        ReportingModule.Map(api);
        PrivacyModule.Map(api);
        RealtimeModule.Map(api);
        RealtimeModule.MapHub(app);
        IngestionModule.MapSegment(app);
    }
}
