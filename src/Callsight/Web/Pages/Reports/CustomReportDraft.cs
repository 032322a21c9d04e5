using System.Text.Json;
using Callsight.Analytics.Querying;
using Callsight.App.Reporting.Reports;
using Callsight.Web.Components;

namespace Callsight.Web.Pages.Reports;

/// <summary>A saved report while it is written.</summary>
public sealed class CustomReportDraft
{
    public string Name { get; set; } = "";
    public string Description { get; set; } = "";
    public IReadOnlyList<string> Metrics { get; set; } = ["calls_total", "service_level"];
    public string Dimension { get; set; } = "";

    /// <summary>Those beyond the first, which the page does not change.</summary>
    public IReadOnlyList<string> FurtherDimensions { get; private set; } = [];
    public JsonElement? Filter { get; set; }
    public IReadOnlyList<ReportChartRequest> Charts { get; set; } = [];
    public Compare Compare { get; set; } = Compare.PreviousPeriod;
    public string Period { get; set; } = "last_7_days";
    public string? Schedule { get; set; }
    public string TimeZone { get; set; } = "";
    public ReportFormat Format { get; set; } = ReportFormat.Pdf;
    public IReadOnlyList<string> Recipients { get; set; } = [];
    public bool Enabled { get; set; } = true;

    public static CustomReportDraft Of(CustomReportView report) => new()
    {
        Name = report.Name,
        Description = report.Description ?? "",
        Metrics = report.Metrics,
        Dimension = report.Dimensions is [var first, ..] ? first : "",
        FurtherDimensions = [.. report.Dimensions.Skip(1)],
        Filter = report.Filters,
        Charts = report.Charts,
        Compare = report.Compare,
        Period = report.Period,
        Schedule = report.Schedule,
        TimeZone = report.TimeZone ?? "",
        Format = report.Format,
        Recipients = report.Recipients,
        Enabled = report.Enabled,
    };

    /// <summary>As the API takes it; a chart of a figure that was taken out goes with it.</summary>
    public object ToRequest() => new
    {
        name = Name,
        description = Description.Length == 0 ? null : Description,
        metrics = Metrics,
        dimensions = Dimension.Length == 0 ? [] : FurtherDimensions.Where(d => d != Dimension).Prepend(Dimension).ToList(),
        filters = Filter,
        charts = Charts.Where(c => Metrics.Contains(c.Metric)),
        compare = Show.Key(Compare),
        period = Period,
        schedule = Schedule,
        time_zone = TimeZone.Length == 0 ? null : TimeZone,
        format = Show.Key(Format),
        recipients = Recipients,
        enabled = Enabled,
    };
}
