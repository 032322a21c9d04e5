using Callsight.App.Identity;

namespace Callsight.Web.Session;

/// <summary>An account that anybody may look around with.</summary>
public sealed record DemoAccount(string Email, string Password)
{
    /// <summary>The page it begins on.</summary>
    public string Home { get; set; } = "/overview";
}

/// <summary>Lets people into the pages.</summary>
public sealed class WebDoor
{
    private readonly WebSessions sessions;

    internal WebDoor(WebSessions sessions, DemoAccount? demo) => (this.sessions, Demo) = (sessions, demo);

    /// <summary>The demo's account; null everywhere else.</summary>
    public DemoAccount? Demo { get; }

    /// <summary>Signs in or registers by the API, sets the cookie and goes on; what went wrong, or null.</summary>
    public async Task<string?> EnterAsync(HttpContext context, string path, object body, string? back)
    {
        if (!(await sessions.PostAsync<SessionView>(path, body)).TryGet(out var view, out var problem))
        {
            context.Response.StatusCode = problem.Status;
            return problem.Errors is [var error, ..] ? $"{Components.Show.Word(error.Field)}: {error.Message}" : problem.Detail;
        }

        await SessionCookie.SignInAsync(context, sessions.Begin(view));
        // Only to a page of ours, whatever the address says. Agents may not read the overview; their own day is theirs.
        context.Response.Redirect(back is ['/', not ('/' or '\\'), ..] ? back : view.User.Role == Roles.Agent ? "/me" : "/overview");
        return null;
    }
}
