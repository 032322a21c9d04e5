using Callsight.App.Http;
using Callsight.App.Identity;

namespace Callsight.App.Realtime;

/// <summary>Live connections of the tenant on this node.</summary>
/// <param name="Waiting">Messages that wait for readers.</param>
/// <param name="People">Persons who are connected.</param>
/// <param name="Topics">Topics followed by all connections together.</param>
/// <param name="Figures">Computations that are kept up to date on this node.</param>
/// <param name="Position">How far this node has told the log.</param>
public sealed record LiveStatsView(
    int Connections, int Waiting, IReadOnlyList<Guid> People, int Topics, int Figures, string Epoch, string Position);

internal static class ShowLiveStats
{
    public static void Map(RouteGroupBuilder live) => live
        .MapGet("/stats", Handle).WithName("LiveStats").WithSummary("Live connections of the tenant on this node")
        .WithDescription("Sums over all tenants, with drops, recoveries and lag, are metrics: callsight.realtime.*")
        .RequireAuthorization(Permissions.MembersRead);

    public static Answer<LiveStatsView> Handle(LiveConnections connections, LiveQueries queries, CurrentTenant tenant)
    {
        var own = connections.Find(tenant.Id)?.Connections ?? [];
        var place = Places.Write(connections.Log.Epoch, connections.Log.Told);
        return new LiveStatsView(
            own.Count, own.Sum(c => c.Waiting), [.. own.Select(c => c.Caller.UserId).OfType<Guid>().Distinct().Order()],
            connections.Find(tenant.Id)?.Followed ?? 0, queries.Count, place.Epoch, place.Position);
    }
}
