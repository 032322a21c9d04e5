using Callsight.App.Identity;
using Callsight.App.Privacy;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.App.EventLog;

/// <summary>What happened, in order, and those who follow it, each from its own place.</summary>
internal static class EventLogModule
{
    public static IServiceCollection AddEventLog(this IServiceCollection services)
    {
        services.AddSettings<EventLogOptions>(EventLogOptions.Section);
        return services
            .AddScoped<IPersonalData, EraseFromLog>()
            .AddSingleton<EventLogSignal>()
            .AddSingleton<EventLogReader>()
            .AddSingleton<ILogFeed, LogFeed>()
            .AddSingleton<SubscriberCheckpoints>()
            .AddSingleton<SubscriberLag>()
            .AddSingleton<EmbeddedStoreClaim>()
            .AddHostedService<SubscriberHost>();
    }

    public static void Map(RouteGroupBuilder api)
    {
        var log = api.MapGroup("/event-log").WithTags("Event log").RequireAuthorization(Permissions.OperationsWrite);
        ListParkedEvents.Map(log);
        ReplayParkedEvent.Map(log);
    }
}
