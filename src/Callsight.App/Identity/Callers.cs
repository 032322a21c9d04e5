using System.Collections.Frozen;
using System.Security.Claims;
using Callsight.App.Data;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Callsight.App.Identity;

/// <summary>Callers whose connections outlive the request they came in with.</summary>
internal sealed class Callers(CallerCache cache, IServiceScopeFactory scopes, IOptionsMonitor<JwtBearerOptions> jwt, TimeProvider clock)
    : ICallers
{
    private static readonly FrozenSet<string> Nothing = [];

    private static readonly FrozenDictionary<string, FrozenSet<string>> OfRole =
        Roles.PermissionsOf.ToFrozenDictionary(r => r.Key, r => r.Value.ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);

    public event Action<TenantId>? Changed
    {
        add => cache.Changed += value;
        remove => cache.Changed -= value;
    }

    public Task<Caller> OfAsync(HttpContext context, CancellationToken ct)
    {
        var user = context.User;
        var tenant = new TenantId(Guid.Parse(user.FindFirstValue(CallerClaims.Tenant)!));
        if (CallerClaims.UserIdOf(user) is not { } id)
            return Task.FromResult(new Caller(tenant, null, TokenIssuer.Hash(ApiKeyHandler.KeyOf(context.Request)!), null,
                user.FindAll(CallerClaims.Permission).Select(c => c.Value).ToFrozenSet(StringComparer.Ordinal), null));
        var role = user.FindFirstValue(CallerClaims.Role);
        return Task.FromResult(new Caller(tenant, id, null, role, PermissionsOf(role), ExpiryOf(TokenOf(context))));
    }

    public async ValueTask<Caller?> NowAsync(Caller caller, CancellationToken ct)
    {
        if (caller.UserId is { } user)
            return await cache.Roles.GetAsync(caller.Tenant, user, () => InTenantAsync(caller.Tenant, db => db.Set<Membership>()
                    .AsNoTracking().Where(m => m.UserId == user).Select(m => m.Role).SingleOrDefaultAsync(ct))) is { } role
                ? caller with { Role = role, Permissions = PermissionsOf(role) }
                : null;
        var hash = caller.KeyHash!;
        var key = await cache.Keys.GetAsync(caller.Tenant, hash, () => InTenantAsync(caller.Tenant, db => db.Set<ApiKey>()
            .AsNoTracking().SingleOrDefaultAsync(k => k.Hash == hash, ct)));
        return key is null || key.ExpiresAt <= clock.GetUtcNow()
            ? null
            : caller with { Permissions = key.Scopes.ToFrozenSet(StringComparer.Ordinal) };
    }

    public async Task<Caller?> RenewAsync(Caller caller, string accessToken, CancellationToken ct)
    {
        if (caller.UserId is not { } user)
            return null;
        var rules = jwt.Get(JwtBearerDefaults.AuthenticationScheme).TokenValidationParameters;
        var token = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(accessToken, rules);
        return token.IsValid && token.ClaimsIdentity.FindFirst(CallerClaims.Subject)?.Value == user.ToString()
            ? await NowAsync(caller with { ExpiresAt = ExpiryOf(accessToken) }, ct)
            : null;
    }

    public async Task<string?> EmailOfAsync(Guid userId, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AppDb>().Set<User>().AsNoTracking()
            .Where(u => u.Id == userId).Select(u => u.Email).SingleOrDefaultAsync(ct);
    }

    private static FrozenSet<string> PermissionsOf(string? role) =>
        role is not null && OfRole.TryGetValue(role, out var permissions) ? permissions : Nothing;

    private static string TokenOf(HttpContext context) =>
        context.Request.Headers.Authorization.ToString() is { Length: > 7 } header ? header["Bearer ".Length..].Trim()
            : TakesTokenInQuery.TokenOf(context)!;

    /// <summary>The token has been checked; only its end is read.</summary>
    private static DateTimeOffset ExpiryOf(string token) =>
        new(DateTime.SpecifyKind(new JsonWebTokenHandler().ReadJsonWebToken(token).ValidTo, DateTimeKind.Utc));

    private async Task<T?> InTenantAsync<T>(TenantId tenant, Func<AppDb, Task<T?>> read)
    {
        await using var scope = scopes.Enter(tenant);
        return await read(scope.ServiceProvider.GetRequiredService<AppDb>());
    }
}
