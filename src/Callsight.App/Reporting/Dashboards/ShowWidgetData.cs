using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using System.Text.Json;
using Callsight.App.Http;
using Microsoft.AspNetCore.Mvc;

namespace Callsight.App.Reporting.Dashboards;

/// <summary>What a board shall show for the moment.</summary>
/// <param name="Named">A range of days, such as <c>last_7_days</c>.</param>
/// <param name="Filter">JSON of a filter; <c>{}</c> for none.</param>
public sealed record ShownDays(
    [FromQuery(Name = "start_date")] DateOnly? StartDate, [FromQuery(Name = "end_date")] DateOnly? EndDate,
    [property: MaxLength(40)][FromQuery(Name = "period")] string? Named,
    [property: MaxLength(8_000)][FromQuery(Name = "filter")] string? Filter);

internal static class ShowWidgetData
{
    public static void Map(RouteGroupBuilder analytics) => analytics
        .MapGet("/widgets/{id:guid}/data", HandleAsync).WithName("GetWidgetData").WithSummary("What a widget shows now")
        .WithDescription(
            "For the board's days and filter, or for others: period (last_7_days), or start_date and end_date; filter is the JSON of a "
            + "filter. A widget with days of its own keeps them.");

    public static async Task<Answer<WidgetData>> HandleAsync(
        Guid id, [AsParameters] ShownDays days, ClaimsPrincipal caller, Boards boards, WidgetAnswers answers, CancellationToken ct)
    {
        if (!(await boards.FindWidgetAsync(id, caller, ct)).TryGet(out var found, out var problem))
            return problem;
        if (!FilterOf(days.Filter).TryGet(out var asked, out problem))
            return problem;
        var (board, widget) = found;
        return await answers.AnswerAsync(
            widget, new BoardDays(days.StartDate, days.EndDate, days.Named ?? board.Period, asked ?? board.ReadFilter()), ct);
    }

    private static Result<JsonElement?> FilterOf(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return (JsonElement?)null;
        try
        {
            return (JsonElement?)JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return Problem.InvalidField("filter", "This is not the JSON of a filter.");
        }
    }
}
