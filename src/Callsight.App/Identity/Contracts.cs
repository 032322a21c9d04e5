using System.Security.Claims;

namespace Callsight.App.Identity;

/// <summary>Names of the claims a caller carries.</summary>
public static class CallerClaims
{
    public const string Tenant = "tenant";
    public const string Role = "role";
    public const string Permission = "permission";
    public const string Session = "sid";
    public const string Subject = "sub";

    /// <summary>The person behind the request; null for an API key.</summary>
    public static Guid? UserIdOf(ClaimsPrincipal caller) =>
        Guid.TryParse(caller.FindFirstValue(Subject), out var id) ? id : null;
}

/// <summary>What others need to know of roles.</summary>
public static class RoleNames
{
    /// <summary>All of them, from most to least.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Roles.PermissionsOf.Keys];

    /// <summary>Whether a role stands above what single members own: that of owners and administrators.</summary>
    public static bool IsOverOthers(string? role) => role is Roles.Owner or Roles.Admin;
}

/// <summary>Marks a route on which the API key may stand in the body, as <c>writeKey</c>.</summary>
/// <param name="MostBytes">The largest body in which it is sought.</param>
public sealed record TakesWriteKey(int MostBytes);

/// <summary>Makes people who can sign in, for the command line and the demo.</summary>
public interface IRegistration
{
    /// <summary>A tenant with its owner, ready to sign in.</summary>
    Task<Result<TenantId>> RegisterAsync(
        string tenantName, string email, string password, string? timeZone, string? currency, CancellationToken ct);
}

/// <summary>Marks a route on which the token may stand in the address, as <c>access_token</c>: browsers can set no header there.</summary>
public sealed record TakesTokenInQuery
{
    public const string Parameter = "access_token";

    internal static string? TokenOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<TakesTokenInQuery>() is not null
        && context.Request.Query[Parameter] is [{ Length: > 0 } token] ? token : null;
}

/// <summary>Somebody who stays connected, with what they may do now.</summary>
/// <param name="Tenant">Where.</param>
/// <param name="UserId">The person; null for an API key.</param>
/// <param name="KeyHash">The API key's hash; null for a person.</param>
/// <param name="Role">The person's role; null for an API key.</param>
/// <param name="Permissions">What they may do.</param>
/// <param name="ExpiresAt">When the proof they came with runs out; null where it does not.</param>
public sealed record Caller(
    TenantId Tenant, Guid? UserId, string? KeyHash, string? Role, IReadOnlySet<string> Permissions, DateTimeOffset? ExpiresAt)
{
    public bool May(string permission) => Permissions.Contains(permission);
}

/// <summary>Who has come in, and what they may still do later on.</summary>
public interface ICallers
{
    /// <summary>Told at once when members or keys of a tenant change on this node; others are to be asked for again now and then.</summary>
    event Action<TenantId>? Changed;

    /// <summary>Who this request is from. It has been let in.</summary>
    Task<Caller> OfAsync(HttpContext context, CancellationToken ct);

    /// <summary>The same caller with the rights of this moment; null when they do not belong here any more.</summary>
    ValueTask<Caller?> NowAsync(Caller caller, CancellationToken ct);

    /// <summary>The same person with a fresh access token; null when it is not theirs or not valid.</summary>
    Task<Caller?> RenewAsync(Caller caller, string accessToken, CancellationToken ct);

    /// <summary>The e-mail address of a person; null where there is no such person.</summary>
    Task<string?> EmailOfAsync(Guid userId, CancellationToken ct);
}

/// <summary>Somebody who belongs to the scope's tenant.</summary>
public sealed record Member(Guid UserId, string Email, string Role)
{
    /// <summary>Whether the role held now includes a permission.</summary>
    public bool May(string permission) => Roles.PermissionsOf.GetValueOrDefault(Role)?.Contains(permission) == true;
}

/// <summary>Finds members of the scope's tenant, with the role they hold now. Null for everybody else.</summary>
public interface IMembers
{
    Task<Member?> FindAsync(string email, CancellationToken ct);

    Task<Member?> FindAsync(Guid user, CancellationToken ct);

    /// <summary>All who hold any of some roles.</summary>
    Task<List<Member>> InRolesAsync(IReadOnlyCollection<string> roles, CancellationToken ct);
}
