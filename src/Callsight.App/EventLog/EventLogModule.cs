using Microsoft.Extensions.DependencyInjection;

namespace Callsight.App.EventLog;

/// <summary>What happened, in order, and those who follow it.</summary>
internal static class EventLogModule
{
    public static IServiceCollection AddEventLog(this IServiceCollection services) =>
        services.AddSingleton<EventLogSignal>();
}
