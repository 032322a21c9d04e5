using System.Text;
using System.Text.Json;
using Callsight.App.Http;

namespace Callsight.App.Reporting.Reports.Writing;

/// <summary>The formats of reports.</summary>
internal static class ReportFiles
{
    public static string MediaType(ReportFormat format) => format switch
    {
        ReportFormat.Csv => "text/csv; charset=utf-8",
        ReportFormat.Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ReportFormat.Pdf => "application/pdf",
        ReportFormat.Html => "text/html; charset=utf-8",
        _ => "application/json; charset=utf-8",
    };

    public static string Ending(ReportFormat format) => ReportBuilder.Word(format);

    /// <summary>Such as <c>call-analysis-2026-02-01-2026-03-01.pdf</c>.</summary>
    public static string NameOf(ReportDocument report, ReportFormat format)
    {
        var words = new string([.. report.Title.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]).Trim('-');
        while (words.Contains("--", StringComparison.Ordinal))
            words = words.Replace("--", "-", StringComparison.Ordinal);
        words = words.Length == 0 ? "report" : words[..Math.Min(words.Length, 60)];
        return $"{words}-{report.StartDate:yyyy-MM-dd}-{report.EndDate:yyyy-MM-dd}.{Ending(format)}";
    }

    public static async Task WriteAsync(ReportDocument report, ReportFormat format, Stream to, CancellationToken ct)
    {
        switch (format)
        {
            case ReportFormat.Csv:
                await to.WriteAsync(Encoding.UTF8.GetBytes(Csv(report)), ct);
                break;
            case ReportFormat.Xlsx:
                await XlsxReport.WriteAsync(report, to, ct);
                break;
            case ReportFormat.Pdf:
                PdfReport.Write(report, to);
                break;
            case ReportFormat.Html:
                await to.WriteAsync(Encoding.UTF8.GetBytes(HtmlReport.Write(report)), ct);
                break;
            default:
                await JsonSerializer.SerializeAsync(to, report, JsonShape.Api, ct);
                break;
        }
    }

    /// <summary>The first table, by the names of the API: a file of CSV is one table.</summary>
    private static string Csv(ReportDocument report)
    {
        var lines = new StringBuilder();
        var table = report.Blocks.Select(b => b.Table).First(t => t is not null)!;
        CsvLine.Append(lines, table.Columns.Select(c => (object?)c.Name));
        foreach (var row in table.Rows)
            CsvLine.Append(lines, table.Columns.Select(c => Cells.Value(row, c)));
        return lines.ToString();
    }
}
