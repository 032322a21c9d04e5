using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Callsight.Analytics.Metrics;
using Callsight.Analytics.Querying;
using Callsight.App.CallCentre;
using Callsight.App.Http;

namespace Callsight.App.Reporting;

/// <summary>Which half of a ratio is looked into.</summary>
public enum RatioHalf
{
    /// <summary>What is divided.</summary>
    Numerator,

    /// <summary>What it is divided by.</summary>
    Denominator,
}

/// <summary>A cell of an answer: the question as it was asked, and which row and metric of it.</summary>
/// <param name="Group">The row's dimensions with their values, such as <c>{"agent_id": "...", "source": null}</c>.</param>
/// <param name="Timestamp">The row's interval, as the answer has it.</param>
public sealed record RowsRequest(
    [property: Required, MaxLength(100)] string Metric,
    RatioHalf? Half,
    JsonElement? Filter,
    DateOnly? StartDate,
    DateOnly? EndDate,
    Interval? Interval,
    [property: MaxLength(60)] string? TimeZone,
    IReadOnlyList<WindowRequest>? Windows,
    [property: Properties] JsonObject? Group,
    DateTimeOffset? Timestamp,
    [property: Range(1, RowsRunner.MostRows)] int? Limit,
    [property: MaxLength(20)] string? Cursor) : IValidated;

/// <summary>A page of the rows behind a figure.</summary>
/// <param name="Count">How many there are on all pages.</param>
/// <param name="Half">What they add up to: the figure itself, or the half of it.</param>
public sealed record RowsResponse(IReadOnlyList<JsonObject> Data, long Count, decimal? Half, string? NextCursor);

internal static class ShowRowsBehind
{
    private const int DefaultRows = 50;

    public static void Map(RouteGroupBuilder analytics) => analytics
        .MapPost("/query/rows", HandleAsync).WithMetadata(new AnswersAreNotKept()).WithName("RowsBehind")
        .WithSummary("The rows behind a figure")
        .WithDescription(
            "As many rows as the figure counts, adding up to what it says; each with what it contributes, in the figure's unit. " +
            "For a ratio say which half.");

    public static async Task<Answer<RowsResponse>> HandleAsync(
        RowsRequest request, Questions questions, RowsRunner runner, INames names, CancellationToken ct)
    {
        if (!(await questions.MakeAsync([request.Metric], request.StartDate, request.EndDate, request.TimeZone, ct))
                .TryGet(out var query, out var problem))
            return problem;
        var filter = Core.Filter.Everything;
        if (request.Filter is { } json && !FilterParser.Parse(json, "filter").TryGet(out filter, out problem))
            return problem;
        if (!Windows.Read(request.Windows).TryGet(out var windows, out problem)
            || !ReadGroup(request.Group, query.Metrics[0]).TryGet(out var group, out problem))
            return problem;
        var offset = 0;
        if (request.Cursor is not null
            && !(int.TryParse(request.Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out offset) && offset <= 10_000_000))
            return Problem.InvalidField("cursor", "This is not a cursor of these rows.");
        query = query with
        {
            Filter = filter!,
            Windows = windows,
            Dimensions = group.Names,
            Interval = request.Interval ?? Interval.None,
            Limit = request.Limit ?? DefaultRows,
            Offset = offset,
        };
        if (request.Timestamp is { } at)
        {
            var bucket = TimeBuckets.Cut(query.Days, query.Interval, query.Zone).FirstOrDefault(b => b.LocalStart == at);
            if (query.Interval is Interval.None || bucket == default)
                return Problem.InvalidField("timestamp",
                    "No interval of the question begins at this time. Pass an answer's timestamp unchanged.");
            query = query with { Within = bucket.Range };
        }

        if (!(await runner.AskAsync(query, group.Values, request.Half is RatioHalf.Denominator, ct)).TryGet(out var found, out problem))
            return problem;
        var next = offset + found.Rows.Count;
        return new RowsResponse(await RowsAsync(found.Rows, names, ct), found.Count, Questions.Plain(found.Half),
            next < found.Count ? next.ToString(CultureInfo.InvariantCulture) : null);
    }

    private static Result<(EquatableList<string> Names, EquatableList<object?> Values)> ReadGroup(JsonObject? group, Metric metric)
    {
        var names = new List<string>();
        var values = new List<object?>();
        foreach (var (key, node) in group ?? [])
        {
            var name = key.EndsWith("_id", StringComparison.Ordinal) && Questions.IsObject(key[..^3]) ? key[..^3] : key;
            var field = metric.Aggregates.First().Fact.Dimension(name);
            var (isOne, value) = Value(JsonSerializer.SerializeToElement(node), field?.Kind ?? FieldKind.Text);
            if (!isOne)
                return Problem.InvalidField($"group.{name}", "This is not a value of the dimension. Pass an answer's values unchanged.");
            names.Add(name);
            values.Add(value);
        }

        return (names.ToEquatableList(), values.ToEquatableList());
    }

    private static (bool IsOne, object? Value) Value(JsonElement json, FieldKind kind) => (json.ValueKind, kind) switch
    {
        (JsonValueKind.Null, _) => (true, null),
        (JsonValueKind.String, FieldKind.Identity) when json.TryGetGuid(out var id) => (true, id),
        (JsonValueKind.String, FieldKind.Text or FieldKind.Dynamic) => (true, json.GetString()),
        (JsonValueKind.True or JsonValueKind.False, FieldKind.Truth) => (true, json.GetBoolean()),
        (JsonValueKind.Number, FieldKind.Number) => (true, json.GetDouble()),
        _ => (false, null),
    };

    private static async Task<List<JsonObject>> RowsAsync(IReadOnlyList<RowBehind> rows, INames names, CancellationToken ct)
    {
        var known = new Dictionary<string, Dictionary<Guid, string>>();
        foreach (var ids in rows.SelectMany(r => r.Fields).Where(f => f.Field.Object is { } of && Questions.IsObject(of) && f.Value is Guid)
                     .GroupBy(f => f.Field.Object!, f => (Guid)f.Value!))
            known[ids.Key] = await names.OfAsync(ids.Key, [.. ids.Distinct()], ct);
        return [.. rows.Select(row =>
        {
            var json = new JsonObject
            {
                ["kind"] = row.Kind,
                ["id"] = row.Id is { } id ? JsonValue.Create(id) : null,
                ["at"] = JsonValue.Create(row.At),
                ["contribution"] = Questions.Plain(row.Contribution),
            };
            foreach (var (field, value) in row.Fields)
            {
                json[field.Name] = value switch
                {
                    null => null,
                    DateTime at => JsonValue.Create(new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc))),
                    _ => JsonSerializer.SerializeToNode(value),
                };
                if (field.Object is { } of && value is Guid named && known.TryGetValue(of, out var texts))
                    json[of] = texts.GetValueOrDefault(named);
            }

            return json;
        })];
    }
}
