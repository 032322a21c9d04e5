using System.Text;
using System.Text.Json.Nodes;
using Callsight.App.Reporting;
using Callsight.App.Reporting.Reports.Writing;
using Callsight.Web.Api;
using Callsight.Web.Components;
using Callsight.Web.Pages.Explore;

namespace Callsight.Web.Session;

/// <summary>Files for browsers: asked of the API in the name of whoever the cookie says, since the cookie alone opens no route of it.</summary>
internal static class Downloads
{
    private const int RowsAtOnce = 1_000, MostRows = 100_000;

    public static void Map(WebApplication app)
    {
        var files = app.MapGroup("").RequireAuthorization(WebModule.SignedIn).ExcludeFromDescription();
        files.MapGet("/imports/{id:guid}/rejected", RejectedAsync);
        files.MapGet("/dashboards/{id:guid}/export", BoardAsync);
        files.MapGet("/reports/{id:guid}/file", ReportAsync);
        files.MapGet("/explore/figures", FiguresAsync);
    }

    private static async Task RejectedAsync(Guid id, HttpContext context, WebSessions sessions)
    {
        using var file = await GetAsync(context, sessions, $"imports/{id}/rejected");
        var ending = file.Content.Headers.ContentType?.MediaType == "application/x-ndjson" ? "jsonl" : "csv";
        await PassOnAsync(context, file, $"attachment; filename=rejected-{id:N}.{ending}");
    }

    private static async Task BoardAsync(Guid id, HttpContext context, WebSessions sessions)
    {
        using var board = await GetAsync(context, sessions, $"analytics/dashboards/{id}/export");
        await PassOnAsync(context, board, $"attachment; filename=dashboard-{id:N}.json");
    }

    private static async Task ReportAsync(Guid id, string? format, HttpContext context, WebSessions sessions)
    {
        using var file = await GetAsync(
            context, sessions, $"analytics/reports/{id}/download" + (format is null ? "" : $"?format={Uri.EscapeDataString(format)}"));
        await PassOnAsync(context, file, file.Content.Headers.ContentDisposition?.ToString());
    }

    /// <summary>The figures of an address of the explorer as CSV, all of them, under the names of the API.</summary>
    private static async Task FiguresAsync(HttpContext context, WebSessions sessions, TimeProvider clock)
    {
        var session = SessionCookie.Of(context)!;
        var query = context.Request.Query;
        var days = DaySpan.Read(query["from"], query["to"], query["compare"], clock.GetUtcNow(), session.View.Tenant.TimeZone);
        var question = ExploreQuestion.Read(query["metric"]!, query["by"]!, query["filter"], query["interval"], query["chart"])
            .ToQuestion(days);
        var lines = new StringBuilder();
        for (int? from = 0; from is { } offset and < MostRows;)
        {
            using var content = JsonContent.Create(new PagedQuestion(
                question.Metrics, question.StartDate, question.EndDate, question.Dimensions, question.Filter, question.Interval,
                question.OrderBy, RowsAtOnce, $"{offset}"), options: RawReply.Shape);
            using var answer = await sessions.SendAsync(session, HttpMethod.Post, "analytics/query", context.RequestAborted, content);
            if (!answer.IsSuccessStatusCode)
            {
                await PassOnAsync(context, answer, null);
                return;
            }

            var text = await answer.Content.ReadAsStringAsync(context.RequestAborted);
            var found = new RawReply(200, text).As<QueryResponse>().Value!;
            if (offset == 0)
                CsvLine.Append(lines, found.Columns.Select(c => c.Name));
            foreach (var row in found.Rows)
                CsvLine.Append(lines, found.Columns.Select(c => Cell(row, c)));
            from = found.NextCursor is { } next && int.TryParse(next, out var after) ? after : null;
        }

        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.ContentDisposition =
            $"attachment; filename=figures-{DaySpan.Iso(days.From)}-{DaySpan.Iso(days.To)}.csv";
        await context.Response.WriteAsync(lines.ToString(), context.RequestAborted);
    }

    private static object? Cell(JsonObject row, QueryColumn column) => column.Type switch
    {
        "number" => row.Number(column.Name),
        "instant" => row.At(column.Name),
        _ => row.Text(column.Name),
    };

    private static async Task<HttpResponseMessage> GetAsync(HttpContext context, WebSessions sessions, string path) =>
        await sessions.SendAsync(SessionCookie.Of(context)!, HttpMethod.Get, path, context.RequestAborted);

    private static async Task PassOnAsync(HttpContext context, HttpResponseMessage file, string? disposition)
    {
        context.Response.StatusCode = (int)file.StatusCode;
        context.Response.ContentType = file.Content.Headers.ContentType?.ToString();
        if (file.IsSuccessStatusCode && disposition is not null)
            context.Response.Headers.ContentDisposition = disposition;
        await file.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private sealed record PagedQuestion(
        IReadOnlyList<string> Metrics, DateOnly StartDate, DateOnly EndDate, IReadOnlyList<string>? Dimensions,
        System.Text.Json.JsonElement? Filter, string? Interval, string? OrderBy, int Limit, string Cursor);
}
