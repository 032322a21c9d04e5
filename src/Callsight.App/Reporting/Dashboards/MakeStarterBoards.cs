using Callsight.App.Data;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.Reporting.Dashboards;

internal sealed class MakeStarterBoards(AppDb db, TimeProvider clock) : IStarterBoards
{
    public async Task<Guid> EnsureAsync(CancellationToken ct)
    {
        var first = StarterBoards.All[0].Name;
        if (await db.Set<Dashboard>().AsNoTracking().FirstOrDefaultAsync(d => d.OwnerId == null && d.Name == first, ct) is { } known)
            return known.Id.Value;
        var now = clock.GetUtcNow();
        Dashboard board = null!;
        // Lists begin with the newest, so the first of these is made last.
        foreach (var copy in StarterBoards.All.Reverse())
        {
            board = new Dashboard
            {
                Id = Id<Dashboard>.New(),
                Name = copy.Name,
                Description = copy.Description,
                Period = copy.Period!,
                SharedWith = [.. BoardRights.Sharing],
                CreatedAt = now,
                UpdatedAt = now,
            };
            db.Add(board);
            db.AddRange(copy.Widgets.Select(w => w.Make(board.Id)));
        }

        await db.SaveChangesAsync(ct);
        return board.Id.Value;
    }
}
