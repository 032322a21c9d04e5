using System.Security.Claims;
using Callsight.App.Identity;

namespace Callsight.App.Reporting.Dashboards;

/// <summary>What whoever asks may do with boards: see their own and those shared with their role, change their own.</summary>
/// <remarks>Owners and administrators of the tenant, and programs with a key, may see and change all.</remarks>
internal sealed record BoardRights(Guid? UserId, string? Role)
{
    public static BoardRights Of(ClaimsPrincipal caller) => new(CallerClaims.UserIdOf(caller), caller.FindFirstValue(CallerClaims.Role));

    /// <summary>With whom a board can be shared; the others see all anyway.</summary>
    public static IReadOnlyList<string> Sharing { get; } = [.. RoleNames.All.Where(role => !RoleNames.IsOverOthers(role))];

    private bool MayAll => UserId is null || RoleNames.IsOverOthers(Role);

    public bool MaySee(Dashboard dashboard) => MayChange(dashboard) || (Role is { } role && dashboard.SharedWith.Contains(role));

    public bool MayChange(Dashboard dashboard) => MayAll || (UserId is { } user && dashboard.OwnerId == user);
}
