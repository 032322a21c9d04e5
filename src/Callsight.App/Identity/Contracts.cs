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
}
