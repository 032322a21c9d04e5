using Callsight.Analytics.Store;
using Callsight.App.Data;
using Callsight.App.EventLog;

namespace Callsight.Hosting;

/// <summary>Whether the process lives, and whether it can serve.</summary>
internal static class Health
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Ok(new { status = "live" })).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/health/ready", ReadyAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<IResult> ReadyAsync(AppDb db, IEventStore events, SubscriberLag lag, CancellationToken ct)
    {
        var relational = await WorksAsync(() => db.Database.CanConnectAsync(ct));
        var analytical = await WorksAsync(async () => await events.CheckpointAsync("health", ct) >= default(Core.LogPosition));
        var body = new
        {
            status = relational && analytical ? "ready" : "not_ready",
            stores = new { relational, events = analytical, events_problem = events.Trouble?.Code },
            subscribers = lag.Places.ToDictionary(p => p.Key, p => new { lag_seconds = p.Value.Behind.TotalSeconds }),
        };
        return Results.Json(body, statusCode: relational && analytical ? 200 : 503);
    }

    /// <summary>A probe answers, whatever is broken.</summary>
    private static async Task<bool> WorksAsync(Func<Task<bool>> probe)
    {
        try
        {
            return await probe();
        }
        catch (Exception)
        {
            return false;
        }
    }
}
