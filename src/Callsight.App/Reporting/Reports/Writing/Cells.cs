using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Callsight.App.Reporting.Reports.Writing;

/// <summary>Values of a table's cells, as numbers and moments or as people read them.</summary>
internal static class Cells
{
    /// <summary>A decimal, a local moment, a text or null.</summary>
    public static object? Value(JsonObject row, ReportColumn column)
    {
        if (row["other"] is not null && column.Type is "text")
            return "Others";
        if (row[column.Name] is not JsonValue value)
            return row[column.Name]?.ToJsonString();
        return column.Type switch
        {
            "number" when value.TryGetValue<decimal>(out var number) => number,
            "instant" when value.TryGetValue<DateTimeOffset>(out var at) => at.DateTime,
            _ => value.GetValueKind() is JsonValueKind.String ? value.ToString() : value.ToJsonString(),
        };
    }

    public static string Text(JsonObject row, ReportColumn column, string currency) => Value(row, column) switch
    {
        null => column.Type is "number" ? FigureText.Nothing : "(none)",
        decimal number => FigureText.Of(number, column.Unit, currency),
        DateTime at => at.ToString(at.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        var other => other.ToString()!,
    };

    /// <summary>The columns for people: ids mean nothing to them.</summary>
    public static IReadOnlyList<ReportColumn> ForPeople(ReportTable table) => [.. table.Columns.Where(c => c.Type is not "id")];
}
