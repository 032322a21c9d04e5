using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Callsight.Analytics.Querying;
using Callsight.App.Http;
using Callsight.App.Reporting.Reports.Writing;
using Callsight.App.Tenancy;

namespace Callsight.App.Reporting.Reports;

public enum ExportFormat
{
    Csv, JsonLines,
}

/// <summary>Which rows to take out.</summary>
public sealed record ExportRequest(
    [property: Required] Dataset? Dataset, DateOnly? StartDate, DateOnly? EndDate, JsonElement? Filter, ExportFormat? Format,
    [property: MaxLength(60)] string? TimeZone) : IValidated;

internal static class ExportRows
{
    private const int FlushAt = 64 * 1024;

    public static void Map(RouteGroupBuilder analytics) => analytics
        .MapPost("/export", HandleAsync).WithMetadata(new AnswersAreNotKept()).WithName("ExportRows")
        .WithSummary("Take out events, calls or leads, row by row")
        .WithDescription("As csv (the default) or json_lines, oldest first, as many as there are; they are sent as they are read. " +
            "Instants have the offset of the zone. In CSV a text that a spreadsheet would run as a formula has an apostrophe in front.")
        .Produces<string>(StatusCodes.Status200OK, "text/csv", "application/x-ndjson");

    public static async Task<IResult> HandleAsync(
        ExportRequest request, ExportRunner runner, ITenantSettings settings, CurrentTenant tenant, TimeProvider clock,
        CancellationToken ct)
    {
        if (!Questions.Days(request.StartDate, request.EndDate).TryGet(out var days, out var problem)
            || !EventRequests.Filter(request.Filter, "filter").TryGet(out var filter, out problem))
            return (DoneAnswer)problem;
        TenantZone? zone = null;
        if (request.TimeZone is { } name && !TenantZone.Find(name).TryGet(out zone, out problem))
            return (DoneAnswer)Problem.InvalidField("time_zone", problem.Message);
        if (!ExportRunner.Prepare(new ExportQuery
        {
            Tenant = tenant.Id,
            Dataset = request.Dataset!.Value,
            Days = days,
            Zone = zone ?? (await settings.GetAsync(ct)).Zone,
            Filter = filter,
            Now = clock.GetUtcNow(),
        }).TryGet(out var query, out problem))
            return (DoneAnswer)problem;
        var isCsv = request.Format is null or ExportFormat.Csv;
        return Results.Stream(to => WriteAsync(runner, query, isCsv, to, ct), isCsv ? "text/csv; charset=utf-8" : "application/x-ndjson",
            string.Create(CultureInfo.InvariantCulture,
                $"{ReportBuilder.Word(query.Dataset)}-{days.First:yyyy-MM-dd}-{days.Last:yyyy-MM-dd}.{(isCsv ? "csv" : "jsonl")}"));
    }

    private static async Task WriteAsync(ExportRunner runner, ExportQuery query, bool isCsv, Stream to, CancellationToken ct)
    {
        var columns = ExportRunner.Columns(query.Dataset);
        var lines = new StringBuilder();
        if (isCsv)
            CsvLine.Append(lines, columns);
        await foreach (var row in runner.RowsAsync(query, ct))
        {
            if (isCsv)
                CsvLine.Append(lines, row.Select(Plain));
            else
                lines.Append(Json(columns, row)).Append('\n');
            if (lines.Length < FlushAt)
                continue;
            await to.WriteAsync(Encoding.UTF8.GetBytes(lines.ToString()), ct);
            lines.Clear();
        }

        await to.WriteAsync(Encoding.UTF8.GetBytes(lines.ToString()), ct);
    }

    private static object? Plain(object? value) => value switch
    {
        bool truth => truth ? "true" : "false",
        IEnumerable<string> texts => string.Join(';', texts),
        _ => value,
    };

    private static string Json(IReadOnlyList<string> columns, object?[] row)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            foreach (var (column, value) in columns.Zip(row))
            {
                json.WritePropertyName(column);
                if (column == "properties" && value is string properties)
                    json.WriteRawValue(properties, skipInputValidation: false);
                else
                    JsonSerializer.Serialize(json, value);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }
}
