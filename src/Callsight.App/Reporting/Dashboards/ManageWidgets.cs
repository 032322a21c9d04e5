using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Callsight.App.Data;
using Callsight.App.Http;
using Microsoft.AspNetCore.Mvc;

namespace Callsight.App.Reporting.Dashboards;

/// <summary>Where a widget shall stand.</summary>
public sealed record PlacedWidget(Id<Widget> Id, WidgetPosition Position);

/// <summary>The places of some widgets of a board, changed together.</summary>
public sealed record LayoutRequest(
    [property: Required, MinLength(1), MaxLength(Dashboard.MostWidgets)] IReadOnlyList<PlacedWidget> Widgets) : IValidated;

internal static class ManageWidgets
{
    private const int DefaultWidth = 4, DefaultHeight = 4;

    public static void Map(RouteGroupBuilder boards)
    {
        boards.MapPost("/{id:guid}/widgets", AddAsync).WithName("AddWidget").WithSummary("Add a widget to a dashboard")
            .WithDescription("It is asked once before it is kept. Without a position it stands below the others.");
        boards.MapPatch("/{id:guid}/widgets/{widgetId:guid}", UpdateAsync).WithName("UpdateWidget").WithSummary("Change a widget");
        boards.MapDelete("/{id:guid}/widgets/{widgetId:guid}", RemoveAsync).WithName("RemoveWidget").WithSummary("Take a widget out");
        boards.MapPut("/{id:guid}/layout", ArrangeAsync).WithName("ArrangeWidgets").WithSummary("Move and resize widgets together");
    }

    public static async Task<CreatedAnswer<WidgetView>> AddAsync(
        Guid id, WidgetRequest request, ClaimsPrincipal caller, Boards boards, WidgetAnswers answers, AppDb db, TimeProvider clock,
        CancellationToken ct)
    {
        if (!(await boards.FindAsync(id, caller, toChange: true, ct)).TryGet(out var board, out var problem))
            return problem;
        if (request is not { Title: { } title, WidgetType: { } type, Config: { } config } || string.IsNullOrWhiteSpace(title))
            return Problem.InvalidField(request.WidgetType is null ? "widget_type" : request.Config is null ? "config" : "title",
                "A widget needs a title, a widget_type and a config.");
        if (board.Widgets.Count >= Dashboard.MostWidgets)
            return new Problem("dashboard.full", $"A dashboard has at most {Dashboard.MostWidgets} widgets.", ProblemKind.Conflict);
        var place = request.Position ?? new WidgetPosition(0, Below(board), DefaultWidth, DefaultHeight);
        var widget = new WidgetCopy(title, type, config, place, request.Enabled).Make(board.Id);
        if (await FaultAsync(widget, place, board, answers, ct) is { } wrong)
            return wrong;
        db.Add(widget);
        board.UpdatedAt = clock.GetUtcNow();
        await db.SaveChangesAsync(ct);
        return CreatedAnswer<WidgetView>.At($"/api/v1/analytics/dashboards/{board.Id}/widgets/{widget.Id}", WidgetView.From(widget));
    }

    public static async Task<Answer<WidgetView>> UpdateAsync(
        Guid id, Guid widgetId, WidgetRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, ClaimsPrincipal caller,
        Boards boards, WidgetAnswers answers, AppDb db, CancellationToken ct)
    {
        if (!(await boards.FindAsync(id, caller, toChange: true, ct)).TryGet(out var board, out var problem))
            return problem;
        if (board.Widgets.Find(w => w.Id == new Id<Widget>(widgetId)) is not { } widget)
            return Problem.NotFound("widget");
        if (ETags.Check(ifMatch, widget.Version) is { } stale)
            return stale;
        if (request.Title is { } title && string.IsNullOrWhiteSpace(title))
            return Problem.InvalidField("title", "A widget needs a title.");
        (widget.Title, widget.Type) = (request.Title ?? widget.Title, request.WidgetType ?? widget.Type);
        if (request.Config is { } config)
            widget.Config = Widget.Write(config);
        widget.Enabled = request.Enabled ?? widget.Enabled;
        var place = request.Position ?? new WidgetPosition(widget.X, widget.Y, widget.W, widget.H);
        if (await FaultAsync(widget, place, board, answers, ct) is { } wrong)
            return wrong;
        Place(widget, place);
        await db.SaveChangesAsync(ct);
        return WidgetView.From(widget);
    }

    public static async Task<DoneAnswer> RemoveAsync(
        Guid id, Guid widgetId, ClaimsPrincipal caller, Boards boards, AppDb db, CancellationToken ct)
    {
        if (!(await boards.FindAsync(id, caller, toChange: true, ct)).TryGet(out var board, out var problem))
            return problem;
        if (board.Widgets.Find(w => w.Id == new Id<Widget>(widgetId)) is not { } widget)
            return Problem.NotFound("widget");
        db.Remove(widget);
        await db.SaveChangesAsync(ct);
        return DoneAnswer.Done;
    }

    public static async Task<Answer<BoardView>> ArrangeAsync(
        Guid id, LayoutRequest request, ClaimsPrincipal caller, Boards boards, AppDb db, TimeProvider clock, CancellationToken ct)
    {
        if (!(await boards.FindAsync(id, caller, toChange: true, ct)).TryGet(out var board, out var problem))
            return problem;
        foreach (var (index, placed) in request.Widgets.Index())
        {
            if (board.Widgets.Find(w => w.Id == placed.Id) is not { } widget)
                return Problem.InvalidField($"widgets[{index}].id", "The dashboard has no such widget.");
            if (!placed.Position.Fits)
                return Problem.InvalidField($"widgets[{index}].position", DoesNotFit);
            Place(widget, placed.Position);
        }

        board.UpdatedAt = clock.GetUtcNow();
        await db.SaveChangesAsync(ct);
        return BoardView.From(board, BoardRights.Of(caller));
    }

    private static string DoesNotFit => $"The widget stands out of the {WidgetPosition.Columns} columns: x and w together are more.";

    internal static int Below(Dashboard board) => Math.Min(1_000, board.Widgets.Select(w => w.Y + w.H).DefaultIfEmpty().Max());

    /// <summary>What is wrong with a widget, seen by asking it: one that could not be answered is not kept.</summary>
    internal static async Task<Problem?> FaultAsync(
        Widget widget, WidgetPosition place, Dashboard board, WidgetAnswers answers, CancellationToken ct)
    {
        if (!place.Fits)
            return Problem.InvalidField("position", DoesNotFit);
        var config = widget.Read();
        if (config.Fault(widget.Type) is { } fault)
            return Problem.InvalidField(fault.Field, fault.Message);
        var answer = await answers.AnswerAsync(widget, new BoardDays(null, null, board.Period, board.ReadFilter()), ct);
        return answer.Problem is not { } problem
            ? null
            : problem with { Errors = [.. problem.Errors.Select(e => e with { Field = $"config.{e.Field}" })] };
    }

    private static void Place(Widget widget, WidgetPosition place) =>
        (widget.X, widget.Y, widget.W, widget.H) = (place.X, place.Y, place.W, place.H);
}
