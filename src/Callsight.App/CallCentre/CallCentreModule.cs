using Callsight.App.CallCentre.Teams;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.App.CallCentre;

/// <summary>The system of record of a call centre: who works there, who calls, who might buy, and what it costs.</summary>
internal static class CallCentreModule
{
    public static IServiceCollection AddCallCentre(this IServiceCollection services) => services;

    public static void Map(RouteGroupBuilder api)
    {
        var teams = api.MapGroup("/teams").WithTags("Teams");
        CreateTeam.Map(teams);
        ListTeams.Map(teams);
        UpdateTeam.Map(teams);
        DeleteTeam.Map(teams);
    }
}
