using Callsight.Analytics.Attribution;
using Callsight.Analytics.Paths;
using Callsight.Analytics.Querying;
using Callsight.Analytics.Retention;
using Callsight.App.Data;
using Callsight.App.Identity;
using Callsight.App.Privacy;
using Callsight.App.Realtime;
using Callsight.App.Reporting.Alerts;
using Callsight.App.Reporting.Dashboards;
using Callsight.App.Reporting.Funnels;
using Callsight.App.Reporting.OwnMetrics;
using Callsight.App.Reporting.Reports;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.App.Reporting;

/// <summary>Questions and their answers over HTTP. Every figure comes from the one planner.</summary>
internal static class ReportingModule
{
    public static IServiceCollection AddReporting(this IServiceCollection services) => services
        .AddScoped<Questions>().AddScoped<PartNames>().AddScoped<FunnelQuestions>().AddScoped<MetricBook>()
        .AddScoped<IFigures>(provider => provider.GetRequiredService<Questions>())
        .AddScoped<IStarterBoards, MakeStarterBoards>()
        .AddScoped<Boards>().AddScoped<WidgetAnswers>().AddScoped<ILiveTopic, DashboardTopic>()
        .AddSingleton<RetentionRunner>().AddSingleton<AttributionRunner>().AddSingleton<PathRunner>()
        .AddScoped<FindInsights>().AddScoped<ReportBuilder>().AddScoped<CheckCustomReport>().AddScoped<Recipients>()
        .AddSettings<ReportOptions>(ReportOptions.Section).AddSingleton<ReportFolder>().AddSingleton<ExportRunner>()
        .AddScoped<IExpiring, ExpireReports>().AddScoped<IPersonalData, EraseFromReports>()
        .AddSingleton<MakeReport>().AddSingleton<SendReport>().AddSingleton<StartScheduledReports>().AddSingleton<ReportRunner>()
        .AddHostedService(provider => provider.GetRequiredService<ReportRunner>())
        .AddScoped<AlertSeries>().AddScoped<CheckAlert>().AddSingleton<AlertsDue>().AddSingleton<EvaluateAlert>()
        .AddSingleton<TellIncident>().AddSingleton<AlertRunner>().AddHostedService(provider => provider.GetRequiredService<AlertRunner>())
        .AddHostedService<KeepRollups>().AddHostedService<PromoteProperties>();

    public static void Map(RouteGroupBuilder api)
    {
        var analytics = api.MapGroup("/analytics").WithTags("Analytics").RequireAuthorization(Permissions.AnalyticsRead);
        ListMetrics.Map(analytics);
        ManageOwnMetrics.Map(analytics);
        AskQuery.Map(analytics);
        ShowRowsBehind.Map(analytics);
        var funnels = analytics.MapGroup("/funnels");
        AskFunnel.Map(funnels);
        ListFunnelMembers.Map(funnels);
        ManageSavedFunnels.Map(funnels);
        AskRetention.Map(analytics);
        AskAttribution.Map(analytics);
        AskPaths.Map(analytics);
        ShowTables.Map(analytics);
        ShowTrend.Map(analytics);
        ShowDashboard.Map(analytics);
        ListRestatements.Map(analytics);
        var boards = analytics.MapGroup("/dashboards").WithTags("Dashboards");
        ManageDashboards.Map(boards);
        ManageWidgets.Map(boards);
        CopyDashboards.Map(boards);
        ShowWidgetData.Map(analytics);
        ExportRows.Map(analytics);
        var reports = analytics.MapGroup("/reports");
        StartReport.Map(reports);
        ShowReports.Map(reports);
        CancelReport.Map(reports);
        var custom = analytics.MapGroup("/custom-reports");
        ManageCustomReports.Map(custom);
        RunCustomReport.Map(custom);
        var alerts = analytics.MapGroup("/alerts").WithTags("Alerts");
        ManageAlerts.Map(alerts);
        PreviewAlert.Map(alerts);
        ShowEvaluations.Map(alerts);
        ManageIncidents.Map(analytics, alerts);
        ShowStats.Map(api);
        ShowMyFigures.Map(api);
    }
}
