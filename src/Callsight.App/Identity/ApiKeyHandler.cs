using System.Security.Claims;
using System.Text;
using System.Text.Encodings.Web;
using Callsight.App.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Callsight.App.Identity;

/// <summary>Lets programs in by their key.</summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, CallerCache callers,
    TimeProvider clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";

    /// <summary>The key a request carries; null when it carries none.</summary>
    public static string? KeyOf(HttpRequest request)
    {
        if (request.Headers["X-API-Key"].ToString() is { Length: > 0 } own)
            return own;
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer " + ApiKeyText.Prefix, StringComparison.OrdinalIgnoreCase) ? header[7..].Trim()
            : header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) ? UserNameOf(header[6..])
            : header.Length == 0 && TakesTokenInQuery.TokenOf(request.HttpContext) is { } inAddress
                && inAddress.StartsWith(ApiKeyText.Prefix, StringComparison.Ordinal) ? inAddress : null;
    }

    /// <summary>The user name of Basic, where that is a key: tools that know no other way give it so.</summary>
    private static string? UserNameOf(string credentials)
    {
        Span<byte> bytes = stackalloc byte[512];
        if (credentials.Length > 600 || !Convert.TryFromBase64String(credentials.Trim(), bytes, out var length))
            return null;
        var name = Encoding.UTF8.GetString(bytes[..length]).Split(':')[0];
        return name.StartsWith(ApiKeyText.Prefix, StringComparison.Ordinal) ? name : null;
    }

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (KeyOf(Request) is not { } text || ApiKeyText.TenantOf(text) is not { } tenant)
            return AuthenticateResult.Fail("This is no API key.");
        var hash = TokenIssuer.Hash(text);
        var key = await callers.Keys.GetAsync(tenant, hash, () => FindAsync(tenant, hash));
        if (key is null || key.ExpiresAt <= clock.GetUtcNow())
            return AuthenticateResult.Fail("The API key is not known or has expired.");
        var identity = new ClaimsIdentity(
            [
                new Claim(CallerClaims.Tenant, tenant.ToString()),
                .. key.Scopes.Select(scope => new Claim(CallerClaims.Permission, scope)),
            ], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    /// <summary>
    /// A key is only ever sought among its own tenant's. In a scope of its own: whether the request may enter that tenant is not
    /// known yet.
    /// </summary>
    private async Task<ApiKey?> FindAsync(TenantId tenant, string hash)
    {
        await using var scope = Context.RequestServices.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentTenant>().Enter(tenant);
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        return await db.Set<ApiKey>().AsNoTracking().SingleOrDefaultAsync(k => k.Hash == hash, Context.RequestAborted);
    }
}
