using System.Diagnostics.Metrics;
using Callsight.Analytics.Dialects;
using Callsight.Analytics.Funnels;
using Callsight.Analytics.Querying;
using Callsight.Analytics.Store;
using Callsight.App.CallCentre;
using Callsight.App.Data;
using Callsight.App.EventLog;
using Callsight.App.Ingestion.CloudEvents;
using Callsight.App.Ingestion.EventTypes;
using Callsight.App.Ingestion.Segment;
using Callsight.App.Privacy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Callsight.App.Ingestion;

/// <summary>Events on their way into the event store: tracked ones at once, those of the log by a subscriber.</summary>
internal static class IngestionModule
{
    public static IServiceCollection AddIngestion(this IServiceCollection services)
    {
        services.AddSettings<EventStoreOptions>(EventStoreOptions.Section).AddSettings<IngestionOptions>(IngestionOptions.Section);
        services.AddSingleton(MakeStore);
        services.AddSingleton<IEventStore>(provider => provider.GetRequiredService<DuckDbEventStore>());
        services.AddSingleton<ISqlEngine>(provider => provider.GetRequiredService<DuckDbEventStore>());
        services.AddSingleton(provider => provider.GetRequiredService<DuckDbEventStore>().Rollups);
        services.AddSingleton<QueryRunner>().AddSingleton<FunnelRunner>().AddSingleton<RowsRunner>();
        services.AddSingleton<RateLimits>().AddSingleton<EventSchemas>();
        services.AddScoped<IPersonalData, EraseEvents>();
        services.AddScoped<EventIntake>().AddScoped<EventTypeReading>();
        services.AddScoped<IRowTarget<EventRow>, TakeEvents>().AddScoped<IUndoTarget, UndoEvents>();
        services.AddSingleton<ForgetOldEvents>().AddHostedService(provider => provider.GetRequiredService<ForgetOldEvents>());
        return services.AddSingleton<IEventSubscriber, AnalyticsSink>();
    }

    private static DuckDbEventStore MakeStore(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<EventStoreOptions>>().Value;
        var store = new DuckDbEventStore(
            options.File ?? provider.GetRequiredService<IOptions<StoreOptions>>().Value.EventStoreFile, options,
            provider.GetRequiredService<TimeProvider>());
        EventStoreGauges.Add(store, provider.GetRequiredService<IMeterFactory>());
        return store;
    }

    public static void Map(RouteGroupBuilder api)
    {
        var analytics = api.MapGroup("/analytics").WithTags("Events");
        RecordEvents.Map(analytics);
        ListEvents.Map(analytics);
        RecordCloudEvents.Map(analytics);
        var types = analytics.MapGroup("/event-types");
        ShowEventType.Map(types);
        DeclareEventType.Map(types);
    }

    /// <summary>Segment's libraries know one address for it, which is not under ours.</summary>
    public static void MapSegment(IEndpointRouteBuilder app) => RecordSegmentCalls.Map(app);
}
