using System.Runtime.CompilerServices;
using System.Security.Claims;
using Callsight.App.Data;
using Callsight.App.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.App.Identity;

/// <summary>Enters the caller's tenant for the rest of the request and gives the caller the rights of the role held there now.</summary>
internal sealed class EnterTenant(RequestDelegate next, CallerCache callers)
{
    private readonly ConditionalWeakTable<ClaimsPrincipal, Entered> entered = [];

    public async Task InvokeAsync(HttpContext context, CurrentTenant current)
    {
        // Who registers or signs in anew may well send an old token along; there it counts for nothing.
        if (context.User.Identity?.IsAuthenticated != true
            || context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null
            || !Guid.TryParse(context.User.FindFirstValue(CallerClaims.Tenant), out var id))
        {
            await next(context);
            return;
        }

        var own = new TenantId(id);
        var wanted = own;
        if (context.Request.Headers["X-Tenant-ID"].ToString() is { Length: > 0 } header)
        {
            if (!Guid.TryParse(header, out var named))
            {
                await ProblemWriter.WriteAsync(context, Problem.InvalidField("X-Tenant-ID", "X-Tenant-ID is the tenant's UUID."));
                return;
            }

            wanted = new TenantId(named);
        }

        if (CallerClaims.UserIdOf(context.User) is { } user)
        {
            // Asked for each request, not when the token was made: a role that was taken away is gone at once.
            var role = wanted == default ? null : await callers.Roles.GetAsync(wanted, user, () => RoleAsync(context, wanted, user));
            if (role is null)
            {
                await ProblemWriter.WriteAsync(context, NotMember);
                return;
            }

            context.User = InTenant(context.User, wanted, role);
        }
        else if (wanted != own)
        {
            await ProblemWriter.WriteAsync(context, NotMember);
            return;
        }

        current.Enter(wanted);
        await next(context);
    }

    /// <summary>The caller with the rights of a role; made once for each bearer of a token, as long as the role stays.</summary>
    private ClaimsPrincipal InTenant(ClaimsPrincipal bearer, TenantId tenant, string role)
    {
        if (entered.TryGetValue(bearer, out var known) && known.Tenant == tenant && known.Role == role)
            return known.Caller;
        var caller = new ClaimsPrincipal(new ClaimsIdentity(
            [
                .. bearer.Claims.Where(c => c.Type is CallerClaims.Subject or CallerClaims.Session),
                new Claim(CallerClaims.Tenant, tenant.ToString()),
                new Claim(CallerClaims.Role, role),
                .. (Roles.PermissionsOf.GetValueOrDefault(role) ?? []).Select(p => new Claim(CallerClaims.Permission, p)),
            ], "Bearer"));
        entered.AddOrUpdate(bearer, new Entered(tenant, role, caller));
        return caller;
    }

    private static Task<string?> RoleAsync(HttpContext context, TenantId tenant, Guid user)
    {
        var db = context.RequestServices.GetRequiredService<AppDb>();
        db.VisibleUser = user;
        return db.Set<Membership>().IgnoreQueryFilters([AppDb.TenantFilter]).AsNoTracking()
            .Where(m => m.UserId == user && m.TenantId == tenant).Select(m => m.Role).SingleOrDefaultAsync(context.RequestAborted);
    }

    private static readonly Problem NotMember =
        new("tenant.not_member", "You do not belong to this tenant.", ProblemKind.Forbidden);

    private sealed record Entered(TenantId Tenant, string Role, ClaimsPrincipal Caller);
}
