using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Callsight.App.Identity;
using Callsight.Web.Api;

namespace Callsight.Web.Session;

/// <summary>Somebody's sign-in to the pages: who, where, and the tokens of now.</summary>
public sealed class WebSession(string id, SessionView view, DateTimeOffset expiresAt)
{
    internal SemaphoreSlim Turn { get; } = new(1, 1);

    public string Id { get; } = id;

    public SessionView View { get; internal set; } = view;

    /// <summary>When the access token ends.</summary>
    public DateTimeOffset ExpiresAt { get; internal set; } = expiresAt;

    internal DateTimeOffset UsedAt { get; set; } = expiresAt;
}

/// <summary>
/// The sign-ins of this process. A refresh token works once, and several pages of one browser share a sign-in; so the tokens are renewed
/// here, one at a time, and the cookie follows with the next request.
/// </summary>
internal sealed class WebSessions(ApiPipeline pipeline, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Idle = TimeSpan.FromDays(2);

    private readonly ConcurrentDictionary<string, WebSession> known = new(StringComparer.Ordinal);
    private readonly HttpClient http = new(pipeline, disposeHandler: false) { BaseAddress = new Uri("http://localhost/api/v1/") };

    public void Dispose() => http.Dispose();

    public WebSession Begin(SessionView view)
    {
        var now = clock.GetUtcNow();
        foreach (var (id, old) in known)
            if (old.UsedAt + Idle < now)
                known.TryRemove(id, out _);
        return Keep(Guid.CreateVersion7().ToString("N"), view, now.AddSeconds(view.ExpiresIn));
    }

    public WebSession? Find(string? id) => id is not null && known.TryGetValue(id, out var session) ? session : null;

    /// <summary>The session of a cookie: the one at hand, or after a restart the one the cookie remembers.</summary>
    public WebSession Restore(string id, SessionView view, DateTimeOffset expiresAt) => Find(id) ?? Keep(id, view, expiresAt);

    /// <summary>The session with an access token that still lasts a while; null when it is over.</summary>
    public async Task<WebSession?> FreshAsync(WebSession session, bool renew = false)
    {
        var now = clock.GetUtcNow();
        session.UsedAt = now;
        if (!renew && !IsDue(session, now))
            return session;
        await session.Turn.WaitAsync();
        try
        {
            if (!renew && !IsDue(session, clock.GetUtcNow()))
                return session;
            var reply = await PostAsync<SessionView>("auth/refresh", new { refresh_token = session.View.RefreshToken });
            if (!reply.TryGet(out var view, out var problem))
            {
                // Where the store is away for a moment, nobody is thrown out for it.
                if (problem.Status is not (400 or 401 or 403))
                    return session.ExpiresAt > clock.GetUtcNow() ? session : null;
                known.TryRemove(session.Id, out _);
                return null;
            }

            Put(session, view);
            return session;
        }
        finally
        {
            session.Turn.Release();
        }
    }

    /// <summary>Goes on in another tenant.</summary>
    public void Put(WebSession session, SessionView view) =>
        (session.View, session.ExpiresAt) = (view, clock.GetUtcNow().AddSeconds(view.ExpiresIn));

    public async Task EndAsync(WebSession session)
    {
        known.TryRemove(session.Id, out _);
        await PostAsync<object>("auth/logout", new { refresh_token = session.View.RefreshToken });
    }

    public async Task<Reply<T>> PostAsync<T>(string path, object body)
    {
        using var response = await http.PostAsJsonAsync(path, body, RawReply.Shape);
        return new RawReply((int)response.StatusCode, await response.Content.ReadAsStringAsync()).As<T>();
    }

    /// <summary>The bare answer to somebody's request, for what is no page.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        WebSession session, HttpMethod method, string path, CancellationToken ct, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", session.View.AccessToken);
        return await http.SendAsync(request, ct);
    }

    /// <summary>A third of a token's life before its end, a minute at least.</summary>
    private static bool IsDue(WebSession session, DateTimeOffset now) =>
        session.ExpiresAt - now < TimeSpan.FromSeconds(Math.Max(60, session.View.ExpiresIn / 3.0));

    private WebSession Keep(string id, SessionView view, DateTimeOffset expiresAt)
    {
        var session = new WebSession(id, view, expiresAt) { UsedAt = clock.GetUtcNow() };
        return known.GetOrAdd(id, session);
    }
}
