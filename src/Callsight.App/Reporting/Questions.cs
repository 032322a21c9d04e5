using System.Text.Json;
using System.Text.Json.Nodes;
using Callsight.Analytics.Compiling;
using Callsight.Analytics.Metrics;
using Callsight.Analytics.Querying;
using Callsight.App.CallCentre;
using Callsight.App.Reporting.OwnMetrics;
using Callsight.App.Tenancy;

namespace Callsight.App.Reporting;

/// <summary>Asks the planner in the words of the API, and puts the answer into them.</summary>
internal sealed class Questions(
    QueryRunner runner, MetricBook book, ITenantSettings settings, INames names, CurrentTenant tenant, TimeProvider clock)
    : IFigures
{
    public async Task<Result<JsonObject>> TotalsAsync(IReadOnlyList<string> metrics, DayRange days, CancellationToken ct) =>
        !(await MakeAsync(metrics, days.First, days.Last, null, ct)).TryGet(out var query, out var problem)
            ? problem
            : (await AskAsync(query, ct)).Map(Totals);

    /// <summary>A question about the scope's tenant, checked word by word.</summary>
    public async Task<Result<AnalyticsQuery>> MakeAsync(
        IReadOnlyList<string> metrics, DateOnly? start, DateOnly? end, string? zoneName, CancellationToken ct)
    {
        var errors = new List<FieldError>();
        var found = new List<Metric>();
        foreach (var (key, index) in metrics.Select((key, index) => (key, index)))
            if ((await book.FindAsync(key, $"metrics[{index}]", ct)).TryGet(out var metric, out var unknown))
                found.Add(metric);
            else
                errors.AddRange(unknown.Errors);
        var zone = zoneName is null ? (await settings.GetAsync(ct)).Zone : null;
        if (zone is null && !TenantZone.Find(zoneName).TryGet(out zone, out var noZone))
            errors.Add(new FieldError("time_zone", noZone.Message));
        if (!Days(start, end).TryGet(out var days, out var noDays))
            errors.AddRange(noDays.Errors);
        return errors.Count > 0
            ? Problem.InvalidFields(errors)
            : new AnalyticsQuery
            {
                Tenant = tenant.Id,
                Metrics = found.Distinct().ToEquatableList(),
                Days = days,
                Zone = zone!,
                Now = clock.GetUtcNow(),
            };
    }

    public static Result<DayRange> Days(DateOnly? start, DateOnly? end)
    {
        if (start is null || end is null)
            return Problem.InvalidField(
                start is null ? "start_date" : "end_date", "A period needs start_date and end_date, as 2026-03-29.");
        if (end < start)
            return Problem.InvalidField("end_date", "The period ends before it starts.");
        return start.Value.Year < 1970 || end.Value.Year > 2199
            ? Problem.InvalidField("start_date", "A period lies between 1970 and 2199.")
            : new DayRange(start.Value, end.Value);
    }

    public Task<Result<QueryAnswer>> AskAsync(AnalyticsQuery query, CancellationToken ct) => runner.AskAsync(query, ct);

    /// <summary>Asks for every row there is: what shows them all must not pass off the first ones as all.</summary>
    public async Task<Result<QueryAnswer>> AskForAllAsync(AnalyticsQuery query, CancellationToken ct) =>
        (await runner.AskAsync(query with { Limit = CapRows.MostRows }, ct)).Then<QueryAnswer>(answer => answer.HasMore
            ? new Problem("query.too_many_rows",
                $"The answer has more than {CapRows.MostRows} rows. Take a longer interval, a shorter period or a narrower filter.",
                ProblemKind.Unprocessable)
            : answer);

    /// <summary>Rows as objects by column name; a dimension that is the id of something shows its name and its id.</summary>
    public async Task<List<JsonObject>> RowsAsync(QueryAnswer answer, CancellationToken ct)
    {
        var dimensions = answer.Query.Dimensions;
        var known = new Dictionary<int, Dictionary<Guid, string>>();
        for (var d = 0; d < dimensions.Count; d++)
            if (IsObject(dimensions[d]))
                known[d] = await names.OfAsync(dimensions[d],
                    [.. answer.Rows.Select(r => r.Dimensions[d]).OfType<Guid>().Distinct()], ct);
        return [.. answer.Rows.Select(row =>
        {
            var json = new JsonObject();
            if (row.Timestamp is { } at)
                json["timestamp"] = JsonValue.Create(at);
            for (var d = 0; d < dimensions.Count; d++)
            {
                var value = row.Dimensions[d];
                json[dimensions[d]] = known.TryGetValue(d, out var of)
                    ? value is Guid named && of.TryGetValue(named, out var name) ? name : null
                    : value is null ? null : JsonSerializer.SerializeToNode(value);
                if (known.ContainsKey(d))
                    json[dimensions[d] + "_id"] = value is Guid id ? JsonValue.Create(id) : null;
            }

            Put(json, answer.Query.Metrics, row.Figures);
            if (row.IsOther)
                json["other"] = true;
            if (row.IsProvisional)
                json["provisional"] = true;
            return json;
        })];
    }

    public static JsonObject Totals(QueryAnswer answer)
    {
        var json = new JsonObject();
        Put(json, answer.Query.Metrics, answer.Totals);
        return json;
    }

    public static JsonObject? Comparison(QueryAnswer answer)
    {
        if (answer.Comparison is null)
            return null;
        var json = new JsonObject();
        foreach (var (metric, c) in answer.Query.Metrics.Zip(answer.Comparison))
            json[metric.Key] = new JsonObject
            {
                ["current"] = Plain(c.Current),
                ["previous"] = Plain(c.Previous),
                ["change"] = Plain(c.Change),
                ["change_rate"] = Plain(c.ChangeRate),
                ["status"] = c.Status,
            };
        return json;
    }

    internal static bool IsObject(string dimension) => dimension is "agent" or "team" or "queue" or "campaign";

    /// <summary>A figure as people and programs like to read it: six decimals at most, and none that are zero.</summary>
    internal static decimal? Plain(decimal? figure) =>
        figure is { } value ? Math.Round(value, 6) / 1.0000000000000000000000000000m : null;

    private static void Put(JsonObject json, IReadOnlyList<Metric> metrics, IReadOnlyList<Figure> figures)
    {
        var halves = new JsonObject();
        foreach (var (metric, figure) in metrics.Zip(figures))
        {
            json[metric.Key] = Plain(figure.Value);
            if (figure.Denominator is not null)
                halves[metric.Key] = new JsonObject
                {
                    ["numerator"] = Plain(figure.Numerator),
                    ["denominator"] = Plain(figure.Denominator),
                };
        }

        if (halves.Count > 0)
            json["halves"] = halves;
    }
}
