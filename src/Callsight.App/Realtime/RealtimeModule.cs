using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Callsight.App.Realtime;

/// <summary>What happens, told at once: the hub, the stream, and figures that stay up to date.</summary>
internal static class RealtimeModule
{
    public const string HubPath = "/ws";

    public static IServiceCollection AddRealtime(this IServiceCollection services)
    {
        services.AddSettings<RealtimeOptions>(RealtimeOptions.Section);
        services.AddSingleton<LiveMeters>().AddSingleton<LiveConnections>().AddSingleton<CheckTopics>().AddSingleton<FollowTopics>()
            .AddSingleton<TenantChanges>().AddSingleton<LiveQueries>();
        services.AddSingleton<ILiveNotifications>(provider => provider.GetRequiredService<LiveConnections>());
        services.AddSingleton<FollowLog>().AddHostedService(provider => provider.GetRequiredService<FollowLog>());
        services.AddHostedService<KeepWatch>();
        services.AddScoped<ILiveTopic, WallboardTopic>().AddScoped<ILiveTopic, ChangesTopic>();
        // Naming the hub's options is what makes them count.
        services.AddSignalR().AddHubOptions<LiveHub>(_ => { }).AddJsonProtocol(json =>
        {
            JsonShape.Apply(json.PayloadSerializerOptions);
            json.PayloadSerializerOptions.Converters.Add(new WrittenJsonConverter());
        });
        services.AddOptions<HubOptions<LiveHub>>().Configure<IOptions<RealtimeOptions>>((hub, own) =>
        {
            hub.MaximumReceiveMessageSize = own.Value.MostMessageBytes;
            hub.KeepAliveInterval = TimeSpan.FromSeconds(own.Value.HeartbeatSeconds);
            hub.ClientTimeoutInterval = TimeSpan.FromSeconds(4 * own.Value.HeartbeatSeconds);
        });
        return services;
    }

    public static void Map(RouteGroupBuilder api)
    {
        StreamEvents.Map(api);
        ShowWallboard.Map(api.MapGroup("/live").WithTags("Live"));
        ShowLiveStats.Map(api.MapGroup(HubPath).WithTags("Live"));
    }

    /// <summary>Not under the conventions of the routes: what the hub is asked comes in messages, not in queries and bodies.</summary>
    public static void MapHub(IEndpointRouteBuilder app) => app.MapHub<LiveHub>("/api/v1" + HubPath, options =>
        {
            // Little is kept for who does not read: the queue before it is the one that counts.
            (options.TransportMaxBufferSize, options.ApplicationMaxBufferSize) = (64 * 1024, 64 * 1024);
        })
        .WithMetadata(new TakesTokenInQuery()).WithTags("Live").RequireAuthorization()
        .Add(endpoint =>
        {
            var isNegotiation = endpoint.DisplayName?.EndsWith("negotiate", StringComparison.Ordinal) == true;
            endpoint.Metadata.Add(new EndpointNameMetadata(isNegotiation ? "NegotiateLiveHub" : "LiveHub"));
            endpoint.Metadata.Add(new EndpointSummaryAttribute(isNegotiation
                ? "Agree with the live hub on a way to talk" : "The live hub, for SignalR clients"));
        });
}
