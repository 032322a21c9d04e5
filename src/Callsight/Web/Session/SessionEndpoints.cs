using Callsight.App.Identity;
using Callsight.Web.Api;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace Callsight.Web.Session;

/// <summary>What only a plain request can do: the cookie is set and taken away here.</summary>
internal static class SessionEndpoints
{
    public static void Map(WebApplication app)
    {
        var session = app.MapGroup("/session").RequireAuthorization(WebModule.SignedIn).ExcludeFromDescription();
        // Called now and then by open pages, so that the cookie follows the tokens.
        session.MapPost("/keep", static () => Results.NoContent());
        session.MapPost("/sign-out", SignOutAsync);
        session.MapPost("/switch", SwitchAsync);
        Downloads.Map(app);
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, IAntiforgery antiforgery, WebSessions sessions)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
            return Results.Redirect("/");
        if (SessionCookie.Of(context) is { } session)
            await sessions.EndAsync(session);
        await context.SignOutAsync(SessionCookie.Scheme);
        return Results.Redirect("/sign-in");
    }

    private static async Task<IResult> SwitchAsync([FromForm] Guid tenant, HttpContext context, WebSessions sessions)
    {
        if (SessionCookie.Of(context) is not { } session)
            return Results.Redirect("/sign-in");
        using var answer = await sessions.SendAsync(session, HttpMethod.Post, $"tenants/{tenant}/switch", context.RequestAborted);
        var raw = new RawReply((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(context.RequestAborted));
        if (raw.As<SessionView>().TryGet(out var view, out _))
        {
            await sessions.EndAsync(session);
            await SessionCookie.SignInAsync(context, sessions.Begin(view));
        }

        return Results.Redirect("/");
    }
}
