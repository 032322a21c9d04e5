using Microsoft.AspNetCore.Components.Authorization;

namespace Callsight.Web.Session;

/// <summary>The sign-in behind a page, in its first view and in the circuit that goes on with it.</summary>
public sealed class CurrentSession
{
    private readonly AuthenticationStateProvider provider;
    private readonly WebSessions sessions;

    internal CurrentSession(AuthenticationStateProvider provider, WebSessions sessions) =>
        (this.provider, this.sessions) = (provider, sessions);

    /// <summary>The sign-in, with a token that works; null for strangers and where it is over.</summary>
    public async Task<WebSession?> FindAsync() =>
        sessions.Find(await IdAsync()) is { } session ? await sessions.FreshAsync(session) : null;

    /// <summary>Reads who somebody is anew, after the tenant or the role changed.</summary>
    public async Task RenewAsync()
    {
        if (sessions.Find(await IdAsync()) is { } session)
            await sessions.FreshAsync(session, renew: true);
    }

    private async Task<string?> IdAsync()
    {
        try
        {
            return (await provider.GetAuthenticationStateAsync()).User.FindFirst(SessionCookie.IdClaim)?.Value;
        }
        catch (InvalidOperationException)
        {
            return null; // Outside of a page nobody is signed in.
        }
    }
}
