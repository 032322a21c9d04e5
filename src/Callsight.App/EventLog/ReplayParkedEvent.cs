using Callsight.App.Data;
using Callsight.App.Http;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.EventLog;

internal static class ReplayParkedEvent
{
    public static void Map(RouteGroupBuilder log) => log
        .MapPost("/parked/{id:guid}/replay", HandleAsync)
        .WithName("ReplayParkedEvent")
        .WithSummary("Hand a parked event to its subscriber again")
        .WithDescription("Once it was taken, replaying it again changes nothing.");

    public static async Task<Answer<ParkedEventView>> HandleAsync(
        Guid id, AppDb db, IEnumerable<IEventSubscriber> subscribers, TimeProvider clock, CancellationToken ct)
    {
        var parked = await db.Set<ParkedEvent>().SingleOrDefaultAsync(p => p.Id == new Id<ParkedEvent>(id), ct);
        if (parked is null)
            return Problem.NotFound("parked_event");
        if (parked.ReplayedAt is not null)
            return ParkedEventView.From(parked);
        var subscriber = subscribers.SingleOrDefault(s => s.Name == parked.Subscriber);
        var entry = await db.Set<EventLogEntry>().AsNoTracking()
            .SingleOrDefaultAsync(e => e.Position == parked.LogPosition, ct);
        if (subscriber is null || entry is null)
            return new Problem("parked_event.gone",
                "Its subscriber or the event itself is no longer there.", ProblemKind.Unprocessable);

        try
        {
            await subscriber.ReplayAsync(entry.ToLogged(), parked.Id.Value, ct);
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            return new Problem("parked_event.failed_again",
                $"{parked.Subscriber} could not take it this time either.", ProblemKind.Unprocessable);
        }

        parked.ReplayedAt = clock.GetUtcNow();
        await db.SaveChangesAsync(ct);
        return ParkedEventView.From(parked);
    }
}
