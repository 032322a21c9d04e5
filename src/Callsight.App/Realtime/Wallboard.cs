using System.Text.Json;
using System.Text.Json.Nodes;
using Callsight.App.CallCentre;
using Callsight.App.Http;
using Callsight.App.Identity;
using Callsight.App.Reporting;
using Callsight.App.Tenancy;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.App.Realtime;

/// <summary>Who waits. Seconds are as of <c>as_of</c>; clocks on the wall go on from <c>since</c>.</summary>
public sealed record WaitingView(int Calls, DateTimeOffset? OldestSince, double? OldestWaitSeconds);

/// <summary>An agent on the wall.</summary>
/// <param name="IsConnected">Whether the agent's person has a live connection to this node; null where it is not known who that is.</param>
public sealed record WallAgentView(
    Guid AgentId, string AgentName, Guid? TeamId, string State, DateTimeOffset? Since, double? Seconds, bool? IsConnected);

/// <summary>What hangs on the wall of a call centre.</summary>
/// <param name="AsOf">The moment it shows.</param>
/// <param name="Waiting">Inbound calls that nobody has answered yet.</param>
/// <param name="AgentsByState">How many agents are in each state.</param>
/// <param name="Agents">Each agent with the time in their state.</param>
/// <param name="Today">Figures of the tenant's day so far, by the metrics' definitions.</param>
public sealed record WallboardView(
    DateTimeOffset AsOf, WaitingView Waiting, IReadOnlyDictionary<string, int> AgentsByState, IReadOnlyList<WallAgentView> Agents,
    JsonObject Today);

/// <summary>Puts the wallboard together: what goes on from the records, figures from the planner.</summary>
internal static class Wallboard
{
    public static readonly string[] Metrics =
    [
        "service_level", "calls_per_hour", "calls_total", "calls_handled", "calls_abandoned", "average_speed_of_answer",
        "leads_generated", "leads_converted", "conversion_rate", "total_revenue",
    ];

    /// <summary>The wallboard of the scope's tenant, and when its day ends.</summary>
    public static async Task<Result<(WallboardView View, DateTimeOffset DayEnds)>> ShowAsync(IServiceProvider scope, CancellationToken ct)
    {
        var (now, zone) = (scope.GetRequiredService<TimeProvider>().GetUtcNow(),
            (await scope.GetRequiredService<ITenantSettings>().GetAsync(ct)).Zone);
        var today = zone.ToLocalDay(now);
        var figures = await scope.GetRequiredService<IFigures>().TotalsAsync(Metrics, new DayRange(today, today), ct);
        if (!figures.TryGet(out var totals, out var problem))
            return problem;
        var floor = await scope.GetRequiredService<IFloor>().NowAsync(ct);
        var connected = scope.GetRequiredService<LiveConnections>().Find(scope.GetRequiredService<CurrentTenant>().Id)?.Connections
            .Select(c => c.Caller.UserId).OfType<Guid>().ToHashSet() ?? [];
        return (new WallboardView(now, new WaitingView(floor.Waiting, floor.OldestSince, Seconds(floor.OldestSince)),
            floor.Agents.GroupBy(a => a.State).OrderBy(g => g.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count()),
            [.. floor.Agents.Select(a => new WallAgentView(a.AgentId, a.Name, a.TeamId, a.State, a.Since, Seconds(a.Since),
                a.UserId is { } person ? connected.Contains(person) : null))],
            totals), zone.StartOfDay(today.AddDays(1)));

        double? Seconds(DateTimeOffset? since) => since is { } at ? Math.Max(0, Math.Round((now - at).TotalSeconds, 1)) : null;
    }
}

internal static class ShowWallboard
{
    public static void Map(RouteGroupBuilder live) => live
        .MapGet("/wallboard", HandleAsync).WithName("Wallboard").WithSummary("What goes on, and today's figures")
        .WithDescription("Follow the topic wallboard to have it again after each change.")
        .RequireAuthorization(Permissions.AnalyticsRead, Permissions.AgentsRead, Permissions.CallsRead);

    public static async Task<Answer<WallboardView>> HandleAsync(HttpContext http, CancellationToken ct) =>
        (await Wallboard.ShowAsync(http.RequestServices, ct)).Map(shown => shown.View);
}

/// <summary>The wallboard as a topic; everybody of a tenant sees the same.</summary>
internal sealed class WallboardTopic : ILiveTopic
{
    private static readonly LiveFigures Figures = new("wallboard", async (scope, ct) =>
    {
        var (view, dayEnds) = (await Wallboard.ShowAsync(scope, ct)).Value;
        return new LiveValue(JsonSerializer.SerializeToNode(view, JsonShape.Api)!.AsObject(), dayEnds);
    });

    public string Kind => "wallboard";

    public Task<Result<IReadOnlyList<LiveFigures>>> OpenAsync(Caller caller, string id, CancellationToken ct) =>
        Task.FromResult<Result<IReadOnlyList<LiveFigures>>>(id.Length > 0 ? CheckTopics.Unknown
            : caller.May(Permissions.AnalyticsRead) && caller.May(Permissions.AgentsRead) && caller.May(Permissions.CallsRead)
                ? new List<LiveFigures> { Figures }
                : CheckTopics.Forbidden);
}
