using System.ComponentModel.DataAnnotations;

namespace Callsight.App.Reporting.Reports;

/// <summary>Finished reports.</summary>
public sealed class ReportOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Reports";

    /// <summary>How many days the file of a finished report is kept. It can be made once more after that.</summary>
    [Range(1, 3_650)]
    public int KeepDays { get; set; } = 90;
}
