using System.Text.Json.Nodes;

namespace Callsight.App.Reporting.Reports;

public enum ReportType
{
    LeadAnalysis, CallAnalysis, CampaignAnalysis, AgentPerformance, Gamification, Custom,
}

public enum ReportFormat
{
    Json, Csv, Xlsx, Pdf, Html,
}

public enum ChartShape
{
    Line, Bar,
}

/// <summary>A report as a whole: what every format is printed from.</summary>
/// <param name="Id">Of the execution that made it; null for a preview.</param>
/// <param name="Tenant">The tenant's name.</param>
/// <param name="Zone">The IANA zone whose days these are.</param>
/// <param name="Currency">ISO 4217, of figures of the unit money.</param>
/// <param name="Provisional">Whether figures may still change.</param>
public sealed record ReportDocument(
    Guid? Id, ReportType Type, string Title, string Tenant, string Zone, string Currency, DateOnly StartDate, DateOnly EndDate,
    DateTimeOffset GeneratedAt, bool Provisional, IReadOnlyList<ReportBlock> Blocks)
{
    /// <summary>Whether nothing happened at all: every figure is nought or has no value.</summary>
    internal bool IsEmpty => Blocks.SelectMany(b => b.Figures ?? []).All(f => f.Value is null or 0);
}

/// <summary>A part of a report: exactly one of the four is given.</summary>
public sealed record ReportBlock(
    string Title, IReadOnlyList<ReportFigure>? Figures = null, ReportChart? Chart = null, ReportTable? Table = null,
    IReadOnlyList<Insight>? Insights = null);

/// <summary>A figure of the whole period beside that of the period it is compared with.</summary>
/// <param name="Better">Which way it should move: up, down or neither.</param>
/// <param name="ChangeRate">In percent; null where there is nothing to compare with.</param>
public sealed record ReportFigure(
    string Metric, string Title, string Unit, string Better, decimal? Value, decimal? Numerator, decimal? Denominator, decimal? Previous,
    decimal? Change, decimal? ChangeRate, string? Status);

/// <summary>One line, or one bar for each label.</summary>
public sealed record ReportSeries(string Name, IReadOnlyList<decimal?> Values);

/// <param name="Labels">One for each value: days, or what the bars stand for.</param>
/// <param name="Provisional">Of a line: from which value on figures may still change; null where none may.</param>
public sealed record ReportChart(
    ChartShape Shape, string Unit, IReadOnlyList<string> Labels, IReadOnlyList<ReportSeries> Series, int? Provisional);

/// <param name="Type">instant, text, id or number.</param>
public sealed record ReportColumn(string Name, string Title, string Type, string? Unit);

/// <summary>Rows by column name, as a question answers them, and the figures of all of them together.</summary>
public sealed record ReportTable(IReadOnlyList<ReportColumn> Columns, IReadOnlyList<JsonObject> Rows, JsonObject? Totals);

/// <summary>A plain sentence, and the figures it stands on.</summary>
/// <param name="Kind">change, outlier or loss.</param>
public sealed record Insight(string Kind, string Sentence, string Metric, JsonObject Evidence);
