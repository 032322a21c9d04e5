using System.Globalization;

namespace Callsight.App.Reporting.Reports.Writing;

/// <summary>What every report says of itself.</summary>
internal static class ReportWords
{
    public const string Provisional = "Figures of this period may still change.";

    public static string Period(ReportDocument report) => report.StartDate == report.EndDate
        ? Day(report.StartDate)
        : $"{Day(report.StartDate)} to {Day(report.EndDate)}";

    /// <summary>When it was made, by the clock of its zone.</summary>
    public static string Made(ReportDocument report) => "made " + (TenantZone.Find(report.Zone).TryGet(out var zone, out _)
        ? zone.ToLocal(report.GeneratedAt) : report.GeneratedAt).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public static string More(int rows) =>
        $"{rows.ToString("#,##0", CultureInfo.InvariantCulture)} more rows: take the report as XLSX or CSV.";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
