using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace Callsight.App.Identity;

/// <summary>Access tokens whose signature was checked already: a busy client sends the same one thousands of times.</summary>
/// <remarks>Known by all their letters, and only until they expire. What their bearer may do is asked for each request elsewhere.</remarks>
internal sealed class CheckedTokens(TimeProvider clock)
{
    private const int MostTokens = 5_000;

    private readonly ConcurrentDictionary<string, (ClaimsPrincipal Bearer, DateTime Until)> known = new(StringComparer.Ordinal);

    public JwtBearerEvents Events => new()
    {
        OnMessageReceived = received =>
        {
            // Where it stands in the address, the framework would not look for it.
            if (received.Request.Headers.Authorization.Count == 0)
                received.Token = TakesTokenInQuery.TokenOf(received.HttpContext);
            if (TokenOf(received.Request) is { } token && known.TryGetValue(token, out var kept))
            {
                if (kept.Until <= clock.GetUtcNow().UtcDateTime)
                {
                    known.TryRemove(token, out _);
                }
                else
                {
                    received.Principal = kept.Bearer;
                    received.Success();
                }
            }

            return Task.CompletedTask;
        },
        OnTokenValidated = validated =>
        {
            if (TokenOf(validated.Request) is { } token)
            {
                if (known.Count >= MostTokens)
                    known.Clear();
                known[token] = (validated.Principal!, validated.SecurityToken.ValidTo);
            }

            return Task.CompletedTask;
        },
    };

    private static string? TokenOf(HttpRequest request) => request.Headers.Authorization is { Count: > 0 } headers
        ? headers is [{ } header] && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? header["Bearer ".Length..].Trim() : null
        : TakesTokenInQuery.TokenOf(request.HttpContext);
}
