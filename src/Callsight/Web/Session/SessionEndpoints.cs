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
        app.MapGet("/dashboards/{id:guid}/export", ExportAsync).RequireAuthorization(WebModule.SignedIn).ExcludeFromDescription();
        app.MapGet("/imports/{id:guid}/rejected", RejectedAsync).RequireAuthorization(WebModule.SignedIn).ExcludeFromDescription();
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

    private static async Task RejectedAsync(Guid id, HttpContext context, WebSessions sessions)
    {
        using var file = await sessions.SendAsync(
            SessionCookie.Of(context)!, HttpMethod.Get, $"imports/{id}/rejected", context.RequestAborted);
        var ending = file.Content.Headers.ContentType?.MediaType == "application/x-ndjson" ? "jsonl" : "csv";
        await GiveAsync(file, $"rejected-{id:N}.{ending}", context);
    }

    private static async Task ExportAsync(Guid id, HttpContext context, WebSessions sessions)
    {
        using var board = await sessions.SendAsync(
            SessionCookie.Of(context)!, HttpMethod.Get, $"analytics/dashboards/{id}/export", context.RequestAborted);
        await GiveAsync(board, $"dashboard-{id:N}.json", context);
    }

    /// <summary>Hands an answer of the API on as a file; the cookie alone does not open the API.</summary>
    private static async Task GiveAsync(HttpResponseMessage answer, string name, HttpContext context)
    {
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        context.Response.Headers.ContentDisposition = $"attachment; filename={name}";
        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
