using MiniExcelLibs;
using MiniExcelLibs.Attributes;
using MiniExcelLibs.OpenXml;

namespace Callsight.App.Reporting.Reports.Writing;

/// <summary>A report as a workbook: a sheet of figures, then one for each table; numbers are numbers and days are dates.</summary>
internal static class XlsxReport
{
    private const int MostLetters = 31;

    public static async Task WriteAsync(ReportDocument report, Stream to, CancellationToken ct)
    {
        var sheets = new Dictionary<string, object> { ["Report"] = About(report) };
        foreach (var block in report.Blocks)
            if (block.Figures is { } figures)
                sheets[NameOf(block.Title, sheets)] = figures.Select(f => new Dictionary<string, object?>
                {
                    ["metric"] = f.Metric,
                    ["title"] = f.Title,
                    ["unit"] = f.Unit,
                    ["value"] = f.Value,
                    ["previous"] = f.Previous,
                    ["change"] = f.Change,
                    ["change_rate"] = f.ChangeRate,
                }).ToList();
            else if (block.Insights is { } insights)
                sheets[NameOf(block.Title, sheets)] = insights.Select(i => new Dictionary<string, object?>
                {
                    ["kind"] = i.Kind,
                    ["sentence"] = i.Sentence,
                }).ToList();
            else if (block.Table is { } table)
                sheets[NameOf(block.Title, sheets)] = table.Rows
                    .Select(row => table.Columns.ToDictionary(c => c.Name, c => Cells.Value(row, c), StringComparer.Ordinal))
                    .DefaultIfEmpty(table.Columns.ToDictionary(c => c.Name, _ => (object?)null, StringComparer.Ordinal)).ToList();
        await MiniExcel.SaveAsAsync(to, sheets, printHeader: true, configuration: new OpenXmlConfiguration
        {
            FastMode = true,
            AutoFilter = true,
            DynamicColumns = [new DynamicExcelColumn("timestamp") { Format = "yyyy-mm-dd hh:mm", Width = 18 }],
        }, cancellationToken: ct);
    }

    private static List<Dictionary<string, object?>> About(ReportDocument report) =>
    [
        Row("title", report.Title), Row("tenant", report.Tenant), Row("start_date", report.StartDate.ToDateTime(TimeOnly.MinValue)),
        Row("end_date", report.EndDate.ToDateTime(TimeOnly.MinValue)), Row("time_zone", report.Zone), Row("currency", report.Currency),
        Row("generated_at", report.GeneratedAt.UtcDateTime), Row("provisional", report.Provisional ? "yes" : "no"),
    ];

    private static Dictionary<string, object?> Row(string name, object value) => new() { ["name"] = name, ["value"] = value };

    /// <summary>Names of sheets are short, plain and different.</summary>
    private static string NameOf(string title, Dictionary<string, object> taken)
    {
        var plain = new string([.. title.Where(c => !"[]:*?/\\'".Contains(c, StringComparison.Ordinal))]);
        plain = plain.Length > MostLetters - 3 ? plain[..(MostLetters - 3)] : plain;
        var name = plain;
        for (var number = 2; taken.Keys.Any(k => k.Equals(name, StringComparison.OrdinalIgnoreCase)); number++)
            name = $"{plain} {number}";
        return name;
    }
}
