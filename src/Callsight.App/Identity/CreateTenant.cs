using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Tenancy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Callsight.App.Identity;

/// <summary>Another tenant for somebody who is signed in.</summary>
public sealed record NewTenant(
    [property: Required, MaxLength(120)] string Name, [property: MaxLength(60)] string? TimeZone,
    [property: MaxLength(3)] string? Currency) : IValidated;

internal static class CreateTenant
{
    public static void Map(RouteGroupBuilder api) => api
        .MapPost("/tenants", HandleAsync).WithTags("Tenants").WithName("CreateTenant")
        .WithSummary("Make another tenant, with you as its owner")
        .WithDescription("Go on in it with POST /tenants/{id}/switch.")
        .WithMetadata(new AnswersAreNotKept()).RequireAuthorization();

    public static async Task<CreatedAnswer<MyTenantView>> HandleAsync(
        NewTenant request, HttpRequest http, ClaimsPrincipal caller, IServiceScopeFactory scopes, IOptions<IdentityOptions> options,
        TimeProvider clock, CancellationToken ct)
    {
        if (CallerClaims.UserIdOf(caller) is not { } user)
            return Me.NotAPerson;
        if (!options.Value.AllowRegistration)
            return Register.Closed;
        // This request belongs to the tenant it came in for; the new one gets work of its own.
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var tenants = scope.ServiceProvider.GetRequiredService<ITenantDirectory>();
        var id = new TenantId(Idempotency.IdFor(http, user));
        if (await tenants.FindAsync(id.ToString(), ct) is { } made)
            return View(made);
        if (!(await tenants.AddAsync(request.Name, request.TimeZone, request.Currency, ct, id)).TryGet(out var tenant, out var problem))
            return problem with { Errors = [.. problem.Errors.Select(e => e.Field == "tenant_name" ? e with { Field = "name" } : e)] };
        scope.ServiceProvider.GetRequiredService<CurrentTenant>().Enter(tenant.Id);
        db.Add(new Membership { UserId = user, Role = Roles.Owner, CreatedAt = clock.GetUtcNow() });
        await db.SaveChangesAsync(ct);
        return View(tenant);
    }

    private static CreatedAnswer<MyTenantView> View(TenantSettings tenant) => CreatedAnswer<MyTenantView>.At(
        "/api/v1/tenants", new MyTenantView(tenant.Id, tenant.Name, tenant.Slug, Roles.Owner));
}
