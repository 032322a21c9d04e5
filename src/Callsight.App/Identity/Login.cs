using System.ComponentModel.DataAnnotations;
using Callsight.App.Http;
using Callsight.App.Tenancy;
using Microsoft.AspNetCore.Identity;

namespace Callsight.App.Identity;

/// <summary>An e-mail address and a password; the tenant by slug or id, where a person has several.</summary>
public sealed record Credentials(
    [property: Required, MaxLength(256)] string Email, [property: Required, MaxLength(200)] string Password,
    [property: MaxLength(60)] string? Tenant, [property: MaxLength(20)] string? Code) : IValidated;

internal static class Login
{
    private static readonly Problem Wrong =
        new("auth.wrong_credentials", "The e-mail address or the password is wrong.", ProblemKind.Unauthenticated);

    public static void Map(RouteGroupBuilder auth) => auth
        .MapPost("/login", HandleAsync).WithName("Login").WithSummary("Sign in").AllowAnonymous();

    public static async Task<Answer<SessionView>> HandleAsync(
        Credentials request, UserManager<User> users, IPasswordHasher<User> hasher, Sessions sessions,
        ITenantDirectory tenants, CancellationToken ct)
    {
        var user = await users.FindByEmailAsync(request.Email);
        if (user is null)
        {
            // As slow as a real check, so that the time does not tell which addresses are known.
            hasher.HashPassword(new User { CreatedAt = default }, request.Password);
            return Wrong;
        }

        if (await users.IsLockedOutAsync(user))
            return new Problem("auth.locked", "Too many wrong passwords. Try again in five minutes.", ProblemKind.TooMany)
            {
                RetryAfter = TimeSpan.FromMinutes(5),
            };
        if (!await users.CheckPasswordAsync(user, request.Password))
        {
            await users.AccessFailedAsync(user);
            return Wrong;
        }

        if (user.AccessFailedCount > 0)
            await users.ResetAccessFailedCountAsync(user);
        var memberships = await sessions.MembershipsAsync(user.Id, ct);
        var wanted = request.Tenant is null ? null : await tenants.FindAsync(request.Tenant, ct);
        var membership = request.Tenant is null
            ? memberships.FirstOrDefault()
            : memberships.Find(m => m.TenantId == wanted?.Id);
        return membership is null
            ? new Problem("tenant.not_member", "You do not belong to this tenant.", ProblemKind.Forbidden)
            : await sessions.BeginAsync(user, membership, null, ct);
    }
}
