using System.Security.Claims;
using System.Text.Json;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.Reporting.Dashboards;

internal static class ManageDashboards
{
    private const int MostOfTenant = 1_000;

    public static void Map(RouteGroupBuilder boards)
    {
        boards.MapPost("/", CreateAsync).WithName("CreateDashboard").WithSummary("Create a dashboard")
            .WithDescription("It is seen by who makes it, until it is shared with roles.");
        boards.MapGet("/", ListAsync).WithName("ListDashboards").WithSummary("List the dashboards whoever asks may see");
        boards.MapGet("/{id:guid}", GetAsync).WithName("GetDashboard").WithSummary("Get a dashboard with its widgets");
        boards.MapPatch("/{id:guid}", UpdateAsync).WithName("UpdateDashboard").WithSummary("Change a dashboard, or whom it is shared with");
        boards.MapDelete("/{id:guid}", RemoveAsync).WithName("RemoveDashboard").WithSummary("Take a dashboard out");
    }

    public static async Task<CreatedAnswer<BoardView>> CreateAsync(
        DashboardRequest request, ClaimsPrincipal caller, AppDb db, TimeProvider clock, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(request.Name))
            return Problem.InvalidField("name", "A dashboard needs a name.");
        if (Fault(request) is { } problem)
            return problem;
        var board = Make(request.Name, caller, clock.GetUtcNow());
        Apply(request, board);
        return await AddAsync(board, caller, db, ct);
    }

    public static async Task<Answer<Page<BoardView>>> ListAsync(
        [AsParameters] PageRequest page, ClaimsPrincipal caller, AppDb db, CancellationToken ct)
    {
        if (!page.After().TryGet(out var after, out var problem))
            return problem;
        // A tenant has few: whom each is shared with is looked at here.
        var rights = BoardRights.Of(caller);
        var boards = await db.Set<Dashboard>().AsNoTracking().OrderByDescending(d => d.Id).ToListAsync(ct);
        var widgets = (await db.Set<Widget>().AsNoTracking().ToListAsync(ct)).ToLookup(w => w.DashboardId);
        foreach (var board in boards)
            board.Widgets.AddRange(widgets[board.Id]);
        return boards.Where(d => rights.MaySee(d) && (after is not { } last || d.Id < new Id<Dashboard>(last)))
            .ToPage(page, d => d.Id.Value, d => BoardView.From(d, rights));
    }

    public static async Task<Answer<BoardView>> GetAsync(Guid id, ClaimsPrincipal caller, Boards boards, CancellationToken ct) =>
        (await boards.FindAsync(id, caller, toChange: false, ct)).TryGet(out var board, out var problem)
            ? BoardView.From(board, BoardRights.Of(caller)) : problem;

    public static async Task<Answer<BoardView>> UpdateAsync(
        Guid id, DashboardRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, ClaimsPrincipal caller, Boards boards,
        AppDb db, TimeProvider clock, CancellationToken ct)
    {
        if (!(await boards.FindAsync(id, caller, toChange: true, ct)).TryGet(out var board, out var problem))
            return problem;
        if ((ETags.Check(ifMatch, board.Version) ?? Fault(request)) is { } wrong)
            return wrong;
        Apply(request, board);
        board.UpdatedAt = clock.GetUtcNow();
        await db.SaveChangesAsync(ct);
        return BoardView.From(board, BoardRights.Of(caller));
    }

    public static async Task<DoneAnswer> RemoveAsync(
        Guid id, ClaimsPrincipal caller, Boards boards, AppDb db, TimeProvider clock, CancellationToken ct)
    {
        if (!(await boards.FindAsync(id, caller, toChange: true, ct)).TryGet(out var board, out var problem))
            return problem;
        board.RemovedAt = clock.GetUtcNow();
        await db.SaveChangesAsync(ct);
        return DoneAnswer.Done;
    }

    internal static Dashboard Make(string name, ClaimsPrincipal caller, DateTimeOffset now) => new()
    {
        Id = Id<Dashboard>.New(),
        Name = name,
        OwnerId = CallerClaims.UserIdOf(caller),
        CreatedAt = now,
        UpdatedAt = now,
    };

    internal static async Task<CreatedAnswer<BoardView>> AddAsync(
        Dashboard board, ClaimsPrincipal caller, AppDb db, CancellationToken ct)
    {
        if (await db.Set<Dashboard>().CountAsync(ct) >= MostOfTenant)
            return new Problem("dashboard.too_many", $"A tenant has at most {MostOfTenant} dashboards. Take out some that nobody uses.",
                ProblemKind.Conflict);
        db.Add(board);
        db.AddRange(board.Widgets);
        await db.SaveChangesAsync(ct);
        return CreatedAnswer<BoardView>.At(
            $"/api/v1/analytics/dashboards/{board.Id}", BoardView.From(board, BoardRights.Of(caller)));
    }

    /// <summary>What cannot be, whichever board it is for.</summary>
    internal static Problem? Fault(DashboardRequest request)
    {
        if (request.Name is { } name && string.IsNullOrWhiteSpace(name))
            return Problem.InvalidField("name", "A dashboard needs a name.");
        if (request.Period is { } period
            && !new RelativeTime(DateTimeOffset.UnixEpoch, TenantZone.Utc).Days(period).TryGet(out _, out var unknown))
            return Problem.InvalidField("period", unknown.Message);
        if (request.Filter is { ValueKind: not JsonValueKind.Null } filter && !WidgetAnswers.IsNone(filter)
            && !FilterParser.Parse(filter, "filter").TryGet(out _, out var wrong))
            return wrong;
        return (request.SharedWith ?? []).FirstOrDefault(role => !RoleNames.All.Contains(role)) is { } stranger
            ? Problem.InvalidField("shared_with", $"'{stranger}' is no role. There are {string.Join(", ", RoleNames.All)}.")
            : null;
    }

    internal static void Apply(DashboardRequest request, Dashboard board)
    {
        board.Name = request.Name ?? board.Name;
        board.Description = request.Description ?? board.Description;
        board.Period = request.Period ?? board.Period;
        board.SharedWith = request.SharedWith is null ? board.SharedWith : [.. request.SharedWith.Distinct()];
        if (request.Filter is { } filter)
            board.Filter = WidgetAnswers.IsNone(filter) ? null : filter.GetRawText();
    }
}
