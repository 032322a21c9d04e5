using System.Text.Json;
using System.Text.Json.Nodes;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Callsight.App.Realtime;
using Callsight.App.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.App.Reporting.Dashboards;

/// <summary>The widgets of a board as a topic: each is shown again when an event changes it, and when a new day begins.</summary>
/// <remarks>They show the board's own days and filter. All who may see a board see the same, so each widget is worked out once.</remarks>
internal sealed class DashboardTopic(AppDb db) : ILiveTopic
{
    public string Kind => "dashboard";

    public async Task<Result<IReadOnlyList<LiveFigures>>> OpenAsync(Caller caller, string id, CancellationToken ct)
    {
        if (!caller.May(Permissions.AnalyticsRead))
            return new Problem("topic.forbidden", "Your role or key does not include what this topic tells.", ProblemKind.Forbidden);
        var board = Guid.TryParse(id, out var known)
            ? await db.Set<Dashboard>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == new Id<Dashboard>(known), ct)
            : null;
        if (board is null || !new BoardRights(caller.UserId, caller.Role).MaySee(board))
            return Problem.NotFound("dashboard");
        var widgets = await db.Set<Widget>().AsNoTracking().Where(w => w.DashboardId == board.Id && w.Enabled).ToListAsync(ct);
        return widgets.Select(w => new LiveFigures(
            $"widget/{w.Id}/{w.Version}/{board.Version}", (scope, stop) => ComputeAsync(scope, w.Id, stop))).ToList();
    }

    private static async Task<LiveValue> ComputeAsync(IServiceProvider scope, Id<Widget> id, CancellationToken ct)
    {
        var zone = (await scope.GetRequiredService<ITenantSettings>().GetAsync(ct)).Zone;
        var tomorrow = zone.ToLocalDay(scope.GetRequiredService<TimeProvider>().GetUtcNow()).AddDays(1);
        return new LiveValue(await ShowAsync(scope, id, ct), zone.StartOfDay(tomorrow));
    }

    private static async Task<JsonObject> ShowAsync(IServiceProvider scope, Id<Widget> id, CancellationToken ct)
    {
        var db = scope.GetRequiredService<AppDb>();
        if (await db.Set<Widget>().AsNoTracking().SingleOrDefaultAsync(w => w.Id == id, ct) is not { } widget
            || await db.Set<Dashboard>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == widget.DashboardId, ct) is not { } board)
            return Refused(Problem.NotFound("widget"));
        var answer = await scope.GetRequiredService<WidgetAnswers>()
            .AnswerAsync(widget, new BoardDays(null, null, board.Period, board.ReadFilter()), ct);
        return answer.TryGet(out var data, out var problem)
            ? JsonSerializer.SerializeToNode(data, JsonShape.Api)!.AsObject()
            : Refused(problem);

        JsonObject Refused(Problem why) => new()
        {
            ["widget_id"] = id.ToString(),
            ["problem"] = new JsonObject { ["code"] = why.Code, ["message"] = why.Errors is [var first, ..] ? first.Message : why.Message },
        };
    }
}
