using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using System.Text.Json;
using Callsight.App.Data;
using Callsight.App.Http;

namespace Callsight.App.Reporting.Dashboards;

/// <summary>A widget without ids, to be made elsewhere.</summary>
public sealed record WidgetCopy(
    [property: Required, MaxLength(120)] string Title, [property: Required] WidgetType? WidgetType,
    [property: Required] WidgetConfig Config, [property: Required] WidgetPosition Position, bool? Enabled) : IValidated
{
    internal Widget Make(Id<Dashboard> board) => new()
    {
        Id = Id<Widget>.New(),
        DashboardId = board,
        Title = Title,
        Type = WidgetType!.Value,
        Config = Widget.Write(Config),
        X = Position.X,
        Y = Position.Y,
        W = Position.W,
        H = Position.H,
        Enabled = Enabled ?? true,
    };
}

/// <summary>A board without ids: what export gives and import takes.</summary>
public sealed record DashboardCopy(
    [property: Required, MaxLength(120)] string Name, [property: MaxLength(1_000)] string? Description,
    [property: MaxLength(40)] string? Period, JsonElement? Filter,
    [property: Required, MaxLength(Dashboard.MostWidgets)] IReadOnlyList<WidgetCopy> Widgets) : IValidated
{
    internal static DashboardCopy Of(Dashboard board) => new(
        board.Name, board.Description, board.Period, board.ReadFilter(),
        [.. board.Widgets.OrderBy(w => w.Y).ThenBy(w => w.X).Select(WidgetView.From)
            .Select(w => new WidgetCopy(w.Title, w.WidgetType, w.Config, w.Position, w.Enabled))]);
}

internal static class CopyDashboards
{
    public static void Map(RouteGroupBuilder boards)
    {
        boards.MapGet("/{id:guid}/export", ExportAsync).WithName("ExportDashboard").WithSummary("A dashboard as JSON, without ids");
        boards.MapPost("/import", ImportAsync).WithName("ImportDashboard").WithSummary("Make a dashboard of exported JSON")
            .WithDescription("All of it or nothing: widgets that could not be answered here are named.");
        boards.MapPost("/{id:guid}/duplicate", DuplicateAsync).WithName("DuplicateDashboard")
            .WithSummary("Make one's own copy of a dashboard");
        boards.MapGet("/starters", ListStarters).WithName("ListStarterDashboards").WithSummary("Dashboards to begin with, ready to import");
    }

    public static async Task<Answer<DashboardCopy>> ExportAsync(Guid id, ClaimsPrincipal caller, Boards boards, CancellationToken ct) =>
        (await boards.FindAsync(id, caller, toChange: false, ct)).TryGet(out var board, out var problem)
            ? DashboardCopy.Of(board) : problem;

    public static async Task<CreatedAnswer<BoardView>> ImportAsync(
        DashboardCopy copy, ClaimsPrincipal caller, WidgetAnswers answers, AppDb db, TimeProvider clock, CancellationToken ct)
    {
        var request = new DashboardRequest(copy.Name, copy.Description, copy.Period, copy.Filter, null);
        if (ManageDashboards.Fault(request) is { } problem)
            return problem;
        var board = ManageDashboards.Make(copy.Name, caller, clock.GetUtcNow());
        ManageDashboards.Apply(request, board);
        foreach (var (index, one) in copy.Widgets.Index())
        {
            var widget = one.Make(board.Id);
            if (await ManageWidgets.FaultAsync(widget, one.Position, board, answers, ct) is { } wrong)
                return wrong with { Errors = [.. wrong.Errors.Select(e => e with { Field = $"widgets[{index}].{e.Field}" })] };
            board.Widgets.Add(widget);
        }

        return await ManageDashboards.AddAsync(board, caller, db, ct);
    }

    public static async Task<CreatedAnswer<BoardView>> DuplicateAsync(
        Guid id, ClaimsPrincipal caller, Boards boards, AppDb db, TimeProvider clock, CancellationToken ct)
    {
        if (!(await boards.FindAsync(id, caller, toChange: false, ct)).TryGet(out var board, out var problem))
            return problem;
        // Not asked again: a widget that is broken here shall be broken there, and can be mended.
        const string Suffix = " (copy)";
        var name = board.Name[..Math.Min(board.Name.Length, Dashboard.MaxNameLength - Suffix.Length)] + Suffix;
        var copy = ManageDashboards.Make(name, caller, clock.GetUtcNow());
        (copy.Description, copy.Period, copy.Filter) = (board.Description, board.Period, board.Filter);
        copy.Widgets.AddRange(DashboardCopy.Of(board).Widgets.Select(w => w.Make(copy.Id)));
        return await ManageDashboards.AddAsync(copy, caller, db, ct);
    }

    public static Answer<Page<DashboardCopy>> ListStarters() => new Page<DashboardCopy>(StarterBoards.All, null);
}
