using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Callsight.Analytics.Querying;
using Callsight.App.Http;

namespace Callsight.App.Reporting;

/// <summary>A question: figures, how to group them, and of which days.</summary>
/// <param name="Windows">Only hours of the wall clock that lie in any of these.</param>
/// <param name="Other">Whether the groups beyond the limit are counted together as one more row, marked <c>other</c>.</param>
public sealed record QueryRequest(
    [property: Required, MinLength(1), MaxLength(40), ShortTexts] IReadOnlyList<string> Metrics,
    [property: MaxLength(4), ShortTexts(150)] IReadOnlyList<string>? Dimensions,
    JsonElement? Filter,
    DateOnly? StartDate,
    DateOnly? EndDate,
    Interval? Interval,
    [property: MaxLength(60)] string? TimeZone,
    IReadOnlyList<WindowRequest>? Windows,
    Compare? Compare,
    [property: MaxLength(150)] string? OrderBy,
    int? Limit,
    bool? Other,
    [property: MaxLength(60)] string? Cursor) : IValidated;

/// <summary>A column of an answer; that of a metric says by which definition its figures were made.</summary>
/// <param name="Variant">Which of several usual definitions, with its formula; null where there is one only.</param>
/// <param name="Version">The version of the definition.</param>
public sealed record QueryColumn(
    string Name, string Type, string? Unit, string? Title = null, string? Variant = null, int? Version = null);

/// <summary>The answer: rows by column name, and the figures of the whole period, computed rather than summed.</summary>
/// <param name="Provisional">Whether figures may still change; with an interval, each row that may says so too.</param>
public sealed record QueryResponse(
    IReadOnlyList<QueryColumn> Columns, IReadOnlyList<JsonObject> Rows, JsonObject Totals, JsonObject? Comparison,
    string? NextCursor, bool Provisional, double TookMs);

internal static class AskQuery
{
    private const int DefaultTop = 10;

    public static void Map(RouteGroupBuilder analytics) => analytics
        .MapPost("/query", HandleAsync).WithMetadata(new AnswersAreNotKept()).WithName("AskQuery").WithSummary("Ask for figures")
        .WithDescription(
            "Ratios come with their halves. No denominator: null. order_by is a column, with a minus in front for descending.");

    public static async Task<Answer<QueryResponse>> HandleAsync(QueryRequest request, Questions questions, CancellationToken ct) =>
        await AnswerAsync(request, questions, ct);

    /// <summary>The answer in the words of the API, for whoever asks in them.</summary>
    public static async Task<Result<QueryResponse>> AnswerAsync(QueryRequest request, Questions questions, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        if (!(await questions.MakeAsync(request.Metrics, request.StartDate, request.EndDate, request.TimeZone, ct))
                .TryGet(out var query, out var problem))
            return problem;
        var filter = Core.Filter.Everything;
        if (request.Filter is { } json && !FilterParser.Parse(json, "filter").TryGet(out filter, out problem))
            return problem;
        if (!Windows.Read(request.Windows).TryGet(out var windows, out problem))
            return problem;
        var offset = 0;
        if (request.Cursor is not null
            && !(int.TryParse(request.Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out offset) && offset <= 1_000_000))
            return Problem.InvalidField("cursor", "This is not a cursor of this question.");
        var answer = await questions.AskAsync(query with
        {
            Dimensions = (request.Dimensions ?? []).ToEquatableList(),
            Filter = filter!,
            Interval = request.Interval ?? Interval.None,
            Compare = request.Compare ?? Compare.None,
            Limit = request.Limit ?? (request.Other is true ? DefaultTop : null),
            WithOther = request.Other is true,
            Windows = windows,
            Offset = offset,
            Order = request.OrderBy is { Length: > 0 } order ? new QueryOrder(order.TrimStart('-'), order[0] == '-') : null,
        }, ct);
        if (!answer.TryGet(out var found, out problem))
            return problem;
        return new QueryResponse(Columns(found.Query), await questions.RowsAsync(found, ct), Questions.Totals(found),
            Questions.Comparison(found), found.HasMore ? (offset + found.Rows.Count).ToString(CultureInfo.InvariantCulture) : null,
            found.IsProvisional, Math.Round(watch.Elapsed.TotalMilliseconds, 1));
    }

    internal static List<QueryColumn> Columns(AnalyticsQuery query)
    {
        var columns = new List<QueryColumn>();
        if (query.Interval is not Interval.None)
            columns.Add(new QueryColumn("timestamp", "instant", null));
        foreach (var dimension in query.Dimensions)
        {
            columns.Add(new QueryColumn(dimension, "text", null));
            if (Questions.IsObject(dimension))
                columns.Add(new QueryColumn(dimension + "_id", "id", null));
        }

        columns.AddRange(query.Metrics.Select(m => new QueryColumn(
            m.Key, "number", Data.SnakeCase.Of(m.Unit.ToString()), m.Title, m.Variant, m.Version)));
        return columns;
    }
}
