using System.Security.Claims;
using Callsight.App.Data;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.Reporting.Dashboards;

/// <summary>Finds boards and widgets for whoever asks. What they may not see is not there.</summary>
internal sealed class Boards(AppDb db)
{
    private static readonly Problem NotYours = new(
        "dashboard.not_yours", "Only who made a dashboard, owners and administrators change it. Duplicate it to have one of your own.",
        ProblemKind.Forbidden);

    public async Task<Result<Dashboard>> FindAsync(Guid id, ClaimsPrincipal caller, bool toChange, CancellationToken ct)
    {
        var found = await db.Set<Dashboard>().SingleOrDefaultAsync(d => d.Id == new Id<Dashboard>(id), ct);
        var rights = BoardRights.Of(caller);
        if (found is null || !rights.MaySee(found))
            return Problem.NotFound("dashboard");
        if (toChange && !rights.MayChange(found))
            return NotYours;
        found.Widgets.AddRange(await db.Set<Widget>().Where(w => w.DashboardId == found.Id).ToListAsync(ct));
        return found;
    }

    public async Task<Result<(Dashboard Board, Widget Widget)>> FindWidgetAsync(
        Guid id, ClaimsPrincipal caller, CancellationToken ct)
    {
        if (await db.Set<Widget>().AsNoTracking().SingleOrDefaultAsync(w => w.Id == new Id<Widget>(id), ct) is not { } widget
            || !(await FindAsync(widget.DashboardId.Value, caller, toChange: false, ct)).TryGet(out var board, out _))
            return Problem.NotFound("widget");
        return (board, board.Widgets.Single(w => w.Id == widget.Id));
    }
}
