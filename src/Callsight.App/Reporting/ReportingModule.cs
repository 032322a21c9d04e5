using Callsight.App.Identity;
using Callsight.App.Reporting.OwnMetrics;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.App.Reporting;

/// <summary>Questions and their answers over HTTP. Every figure comes from the one planner.</summary>
internal static class ReportingModule
{
    public static IServiceCollection AddReporting(this IServiceCollection services) => services
        .AddScoped<Questions>().AddScoped<MetricBook>();

    public static void Map(RouteGroupBuilder api)
    {
        var analytics = api.MapGroup("/analytics").WithTags("Analytics").RequireAuthorization(Permissions.AnalyticsRead);
        ListMetrics.Map(analytics);
        ManageOwnMetrics.Map(analytics);
        AskQuery.Map(analytics);
        AskFunnel.Map(analytics);
        ShowTables.Map(analytics);
        ShowTrend.Map(analytics);
        ShowDashboard.Map(analytics);
        ShowStats.Map(api);
    }
}
