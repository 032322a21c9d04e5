using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Callsight.Analytics.Querying;
using Callsight.App.Http;

namespace Callsight.App.Reporting.Reports;

/// <summary>A chart of a custom report: over time by default, by the values of a dimension where one is named.</summary>
public sealed record ReportChartRequest(
    [property: Required] ChartShape? Type, [property: Required, MaxLength(100)] string Metric, [property: MaxLength(150)] string? Dimension,
    Interval? Interval) : IValidated;

/// <summary>What of a report and of which days.</summary>
public sealed record ReportRequest(
    [property: Required] ReportType? Type, DateOnly? StartDate, DateOnly? EndDate,
    [property: JsonPropertyName("filters")] JsonElement? Filter, ReportFormat? Format,
    [property: MaxLength(60)] string? TimeZone, Compare? Compare,
    [property: MaxLength(20), ShortTexts] IReadOnlyList<string>? Metrics,
    [property: MaxLength(4), ShortTexts(150)] IReadOnlyList<string>? Dimensions,
    [property: MaxLength(8)] IReadOnlyList<ReportChartRequest>? Charts) : IValidated
{
    internal ReportSpec ToSpec() => new()
    {
        Type = Type!.Value,
        Days = StartDate is { } start && EndDate is { } end && start <= end ? new SpecDays(start, end) : null,
        Filters = Filter,
        TimeZone = TimeZone,
        Compare = Compare ?? Analytics.Querying.Compare.PreviousPeriod,
        Metrics = Metrics ?? [],
        Dimensions = Dimensions ?? [],
        Charts = Charts ?? [],
    };
}

internal sealed record SpecDays(DateOnly Start, DateOnly End);

/// <summary>All that is needed to make a report once more: kept with each execution.</summary>
internal sealed record ReportSpec
{
    public required ReportType Type { get; init; }

    /// <summary>The name of a custom report.</summary>
    public string? Title { get; init; }
    public SpecDays? Days { get; init; }
    public JsonElement? Filters { get; init; }
    public string? TimeZone { get; init; }
    public Compare Compare { get; init; } = Compare.PreviousPeriod;
    public IReadOnlyList<string> Metrics { get; init; } = [];
    public IReadOnlyList<string> Dimensions { get; init; } = [];
    public IReadOnlyList<ReportChartRequest> Charts { get; init; } = [];

    public string Write() => JsonSerializer.Serialize(this, JsonShape.Api);

    public static ReportSpec Read(string json) => JsonSerializer.Deserialize<ReportSpec>(json, JsonShape.Api)!;
}
