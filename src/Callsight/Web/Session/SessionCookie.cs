using System.Security.Claims;
using System.Text.Json;
using Callsight.App.Data;
using Callsight.App.Identity;
using Callsight.Web.Api;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace Callsight.Web.Session;

/// <summary>The encrypted cookie in which a browser carries its sign-in. Only pages read it: the API knows tokens and keys alone.</summary>
internal static class SessionCookie
{
    public const string Scheme = "Pages";
    public const string IdClaim = "web_session";
    private const string ViewItem = "view";
    private const string ExpiresItem = "expires";

    public static void Add(IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("callsight");
        services.AddOptions<KeyManagementOptions>().Configure<IOptions<StoreOptions>, ILoggerFactory>((keys, store, logs) =>
            // The folder is made when the first key is written: whether it can be is for the stores to say, which come first.
            keys.XmlRepository = new FileSystemXmlRepository(new DirectoryInfo(Path.Combine(store.Value.DataFolder, "keys")), logs));
        services.AddAuthentication().AddCookie(Scheme, options =>
        {
            options.Cookie.Name = "callsight";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.LoginPath = "/sign-in";
            options.AccessDeniedPath = "/sign-in";
            options.ReturnUrlParameter = "back";
            options.Events.OnValidatePrincipal = ValidateAsync;
        });
        services.AddOptions<CookieAuthenticationOptions>(Scheme).Configure<IOptions<App.Identity.IdentityOptions>, TimeProvider>(
            (options, identity, clock) =>
            {
                options.ExpireTimeSpan = TimeSpan.FromDays(identity.Value.RefreshTokenDays);
                options.TimeProvider = clock;
            });
    }

    public static Task SignInAsync(HttpContext context, WebSession session) => context.SignInAsync(
        Scheme,
        new ClaimsPrincipal(new ClaimsIdentity([new Claim(IdClaim, session.Id)], Scheme)),
        Write(new AuthenticationProperties { IsPersistent = true }, session));

    /// <summary>The sign-in of a request that came in with the cookie.</summary>
    public static WebSession? Of(HttpContext context) =>
        context.RequestServices.GetRequiredService<WebSessions>().Find(context.User.FindFirstValue(IdClaim));

    private static async Task ValidateAsync(CookieValidatePrincipalContext cookie)
    {
        var sessions = cookie.HttpContext.RequestServices.GetRequiredService<WebSessions>();
        if (cookie.Principal?.FindFirstValue(IdClaim) is not { } id
            || cookie.Properties.GetString(ViewItem) is not { } json
            || JsonSerializer.Deserialize<SessionView>(json, RawReply.Shape) is not { } view
            || !DateTimeOffset.TryParse(cookie.Properties.GetString(ExpiresItem), out var expiresAt)
            || await sessions.FreshAsync(sessions.Restore(id, view, expiresAt)) is not { } session)
        {
            cookie.RejectPrincipal();
            return;
        }

        if (session.View.RefreshToken != view.RefreshToken)
        {
            Write(cookie.Properties, session);
            cookie.ShouldRenew = true;
        }
    }

    private static AuthenticationProperties Write(AuthenticationProperties properties, WebSession session)
    {
        properties.SetString(ViewItem, JsonSerializer.Serialize(session.View, RawReply.Shape));
        properties.SetString(ExpiresItem, session.ExpiresAt.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        return properties;
    }
}
