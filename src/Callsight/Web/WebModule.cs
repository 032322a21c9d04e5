using System.Reflection;
using Callsight.Web.Api;
using Callsight.Web.Components;
using Callsight.Web.Design;
using Callsight.Web.Session;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Diagnostics;

namespace Callsight.Web;

/// <summary>The pages: a client of the product's own API, served from the same process.</summary>
internal static class WebModule
{
    /// <summary>Nothing from elsewhere, no script or style inside a page. Charts set styles by script, which this allows.</summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
        "form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    /// <summary>How addresses of pages and of their files begin.</summary>
    private static readonly HashSet<string> Known = new(
        typeof(WebModule).Assembly.GetTypes().SelectMany(page => page.GetCustomAttributes<RouteAttribute>())
            .Select(route => FirstOf(route.Template)).Concat(["session", "web", "_framework", "_blazor", "_content"]),
        StringComparer.Ordinal);

    /// <summary>How addresses begin that answer programs; they keep their problems as JSON.</summary>
    private static readonly string[] ForPrograms = ["api", "v1", "health", "metrics", "openapi", "docs", "hooks"];

    public static void AddWeb(this IServiceCollection services)
    {
        SessionCookie.Add(services);
        services.AddRazorComponents().AddInteractiveServerComponents(circuits =>
            circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(5)).AddHubOptions(hub =>
            hub.MaximumReceiveMessageSize = 4 * 1024 * 1024); // What the first view asked comes back once, when the page goes on.
        services.AddCascadingAuthenticationState();
        services.AddSingleton<ApiPipeline>().AddSingleton<WebSessions>();
        services.AddScoped(provider => new CurrentSession(
            provider.GetRequiredService<AuthenticationStateProvider>(), provider.GetRequiredService<WebSessions>()));
        services.AddScoped(provider => new WebDoor(
            provider.GetRequiredService<WebSessions>(), provider.GetService<DemoAccount>()));
        services.AddScoped(provider => new ApiClient(
            provider.GetRequiredService<ApiPipeline>(), provider.GetRequiredService<CurrentSession>(),
            provider.GetRequiredService<PersistentComponentState>(), provider.GetRequiredService<TimeProvider>()));
        services.AddScoped<LiveLine>().AddScoped<PageDays>();
    }

    /// <summary>Before everything else: the way a page's questions take is that of every request.</summary>
    public static void UseApiPipeline(this WebApplication app) =>
        ((IApplicationBuilder)app).Use(app.Services.GetRequiredService<ApiPipeline>().Keep);

    public static void UseWebFiles(this WebApplication app)
    {
        app.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = static file => file.Context.Response.Headers.CacheControl = "no-cache",
        });
        app.Use(static (context, next) =>
        {
            // A person who lost the way gets a page. A route that takes everything would also take what the API refuses.
            if (HttpMethods.IsGet(context.Request.Method) && FirstOf(context.Request.Path.Value!) is var first
                && !Known.Contains(first) && !ForPrograms.Contains(first)
                && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal))
                context.Request.Path = "/not-found";
            return next(context);
        });
    }

    private static string FirstOf(string path) => path.TrimStart('/').Split('/')[0];

    public static void MapWeb(this WebApplication app)
    {
        app.Use(static (context, next) =>
        {
            if (context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null)
            {
                // Pages say themselves what is wrong.
                if (context.Features.Get<IStatusCodePagesFeature>() is { } bare)
                    bare.Enabled = false;
                if (context.Request.Path == "/not-found")
                    context.Response.OnStarting(() =>
                    {
                        context.Response.StatusCode = StatusCodes.Status404NotFound;
                        return Task.CompletedTask;
                    });
                var headers = context.Response.Headers;
                headers.ContentSecurityPolicy = Policy;
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "same-origin";
                headers.CacheControl = "no-cache, no-store";
                headers.Pragma = "no-cache";
            }

            return next(context);
        });
        app.UseAntiforgery();
        app.MapRazorComponents<WebApp>()
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null)
            .RequireAuthorization(SignedIn);
        foreach (var (name, css) in new[] { ("tokens", Tokens.Css), ("board-grid", BoardGrid.Css) })
            app.MapGet($"/web/{name}.css", (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = "no-cache";
                return Results.Text(css, "text/css");
            }).AllowAnonymous().ExcludeFromDescription();
        SessionEndpoints.Map(app);
    }

    internal static AuthorizationPolicy SignedIn { get; } =
        new AuthorizationPolicyBuilder(SessionCookie.Scheme).RequireAuthenticatedUser().Build();
}
