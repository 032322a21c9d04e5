using System.Security.Claims;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Tenancy;
using Microsoft.AspNetCore.Identity;

namespace Callsight.App.Identity;

/// <summary>A tenant a person belongs to, and as what.</summary>
public sealed record MyTenantView(TenantId Id, string Name, string Slug, string Role);

internal static class Me
{
    internal static readonly Problem NotAPerson =
        new("auth.person_needed", "An API key has no person behind it. Sign in instead.", ProblemKind.Forbidden);

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/auth/me", HandleAsync).WithTags("Authentication").WithName("Me").WithSummary("Who you are")
            .RequireAuthorization();
        api.MapGet("/tenants", TenantsAsync).WithTags("Tenants").WithName("MyTenants").WithSummary("The tenants you belong to")
            .RequireAuthorization();
        api.MapPost("/tenants/{id:guid}/switch", SwitchAsync).WithTags("Tenants").WithName("SwitchTenant")
            .WithSummary("Go on in another of your tenants")
            .WithMetadata(new AnswersAreNotKept()).RequireAuthorization();
    }

    public static async Task<Answer<UserView>> HandleAsync(ClaimsPrincipal caller, UserManager<User> users)
    {
        if (CallerClaims.UserIdOf(caller) is not { } id || await users.FindByIdAsync(id.ToString()) is not { } user)
            return NotAPerson;
        return new UserView(user.Id, user.Email!, user.FirstName, user.LastName, caller.FindFirstValue(CallerClaims.Role) ?? "");
    }

    public static async Task<Answer<Page<MyTenantView>>> TenantsAsync(
        ClaimsPrincipal caller, Sessions sessions, ITenantDirectory tenants, CancellationToken ct)
    {
        if (CallerClaims.UserIdOf(caller) is not { } id)
            return NotAPerson;
        var mine = new List<MyTenantView>();
        foreach (var membership in await sessions.MembershipsAsync(id, ct))
            if (await tenants.FindAsync(membership.TenantId.ToString(), ct) is { } tenant)
                mine.Add(new MyTenantView(tenant.Id, tenant.Name, tenant.Slug, membership.Role));
        return new Page<MyTenantView>(mine, null);
    }

    public static async Task<Answer<SessionView>> SwitchAsync(
        Guid id, ClaimsPrincipal caller, Sessions sessions, UserManager<User> users, AppDb db, CancellationToken ct)
    {
        if (CallerClaims.UserIdOf(caller) is not { } userId || await users.FindByIdAsync(userId.ToString()) is not { } user)
            return NotAPerson;
        var membership = (await sessions.MembershipsAsync(userId, ct)).Find(m => m.TenantId == new TenantId(id));
        return membership is null ? Problem.NotFound("tenant") : await sessions.BeginAsync(user, membership, null, ct);
    }
}
