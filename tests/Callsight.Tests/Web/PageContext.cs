using System.Security.Claims;
using Bunit;
using Callsight.App.Identity;
using Callsight.Tests.Support;
using Callsight.Web.Session;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using WebApi = Callsight.Web.Api;

namespace Callsight.Tests.Web;

/// <summary>Pages and their parts as somebody signed in sees them, in front of the product itself.</summary>
public sealed class PageContext : BunitContext
{
    private readonly WebSessions sessions;

    private PageContext(TestHost host, WebSessions sessions, string id)
    {
        this.sessions = sessions;
        // A machine that does much else answers late.
        DefaultWaitTimeout = TimeSpan.FromSeconds(30);
        JSInterop.Mode = JSRuntimeMode.Loose;
        AddBunitPersistentComponentState();
        Services.AddSupplyValueFromQueryProvider();
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton<AuthenticationStateProvider>(new Somebody(id));
        Services.AddScoped(provider => new CurrentSession(provider.GetRequiredService<AuthenticationStateProvider>(), sessions));
        Services.AddScoped(provider => new WebApi.ApiClient(
            host.Services.GetRequiredService<WebApi.ApiPipeline>(), provider.GetRequiredService<CurrentSession>(),
            provider.GetRequiredService<PersistentComponentState>(), TimeProvider.System));
        Services.AddScoped<WebApi.LiveLine>().AddScoped<Callsight.Web.Components.PageDays>();
    }

    /// <summary>The pages of a client that is signed in.</summary>
    public static async Task<PageContext> OfAsync(TestHost host, string email)
    {
        var sessions = new WebSessions(host.Services.GetRequiredService<WebApi.ApiPipeline>(), TimeProvider.System);
        (await sessions.PostAsync<SessionView>("auth/login", new { email, password = TestHost.Password }))
            .TryGet(out var view, out var problem).ShouldBeTrue(problem?.Detail);
        return new PageContext(host, sessions, sessions.Begin(view!).Id);
    }

    /// <summary>A page at an address.</summary>
    public IRenderedComponent<T> Open<T>(string address, Action<ComponentParameterCollectionBuilder<T>>? parameters = null)
        where T : class, IComponent
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return Render(parameters ?? (_ => { }));
    }

    public string Address => new Uri(Services.GetRequiredService<NavigationManager>().Uri).PathAndQuery;

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        sessions.Dispose();
    }

    private sealed class Somebody(string id) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(
            new ClaimsPrincipal(new ClaimsIdentity([new Claim(SessionCookie.IdClaim, id)], "Pages"))));
    }
}
