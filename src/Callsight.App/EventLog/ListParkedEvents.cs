using Callsight.App.Data;
using Callsight.App.Http;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.EventLog;

internal static class ListParkedEvents
{
    public static void Map(RouteGroupBuilder log) => log
        .MapGet("/parked", HandleAsync)
        .WithName("ListParkedEvents")
        .WithSummary("List events that a subscriber could not take");

    public static async Task<Answer<Page<ParkedEventView>>> HandleAsync(
        [AsParameters] PageRequest page, AppDb db, CancellationToken ct)
    {
        if (!page.After().TryGet(out var after, out var problem))
            return problem;
        var parked = db.Set<ParkedEvent>().AsNoTracking().OrderByDescending(p => p.Id).AsQueryable();
        if (after is { } last)
            parked = parked.Where(p => p.Id < new Id<ParkedEvent>(last));
        return await parked.ToPageAsync(page, p => p.Id.Value, ParkedEventView.From, ct);
    }
}
