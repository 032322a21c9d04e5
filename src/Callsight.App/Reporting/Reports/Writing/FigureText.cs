using System.Globalization;

namespace Callsight.App.Reporting.Reports.Writing;

/// <summary>Figures as people read them.</summary>
internal static class FigureText
{
    /// <summary>What stands where there is no value.</summary>
    public const string Nothing = "–";

    /// <param name="unit">The unit as the API writes it.</param>
    public static string Of(decimal? figure, string? unit, string currency) => figure is not { } value ? Nothing : unit switch
    {
        "seconds" => Duration(value),
        "percent" => Number(value, "#,##0.0") + " %",
        "money" => $"{currency} {Number(value, "#,##0.00")}",
        "rating" or "ratio" or "per_hour" => Number(value, "#,##0.00"),
        "score" => Number(value, "0.0"),
        _ => Number(value, "#,##0.##"),
    };

    public static string ChangeOf(ReportFigure figure) => figure switch
    {
        { Change: null } => "",
        { ChangeRate: { } rate } => $"{Sign(rate)}{Number(Math.Abs(rate), "#,##0.0")} %",
        { Change: { } change } => $"{Sign(change)}{Number(Math.Abs(change), "#,##0.##")}",
    };

    /// <summary>Whether a figure moved the way it should; null where that is not said or nothing moved.</summary>
    public static bool? IsGood(ReportFigure figure) => (figure.Better, figure.Status) switch
    {
        ("up", "up") or ("down", "down") => true,
        ("up", "down") or ("down", "up") => false,
        _ => null,
    };

    private static string Sign(decimal value) => value > 0 ? "+" : value < 0 ? "−" : "±";

    private static string Number(decimal value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>4:05, 1:02:03, or 3 d 04:05:06; below ten seconds with a decimal.</summary>
    private static string Duration(decimal seconds)
    {
        if (Math.Abs(seconds) < 10)
            return Number(seconds, "0.#") + " s";
        if (Math.Abs(seconds) > 1e12m)
            return Number(seconds, "0") + " s";
        var whole = (long)Math.Round(Math.Abs(seconds), MidpointRounding.AwayFromZero);
        var (days, hours, minutes, rest) = (whole / 86_400, whole / 3_600 % 24, whole / 60 % 60, whole % 60);
        var text = days > 0 ? $"{days} d {hours:00}:{minutes:00}:{rest:00}"
            : hours > 0 ? $"{hours}:{minutes:00}:{rest:00}"
            : $"{minutes}:{rest:00}";
        return seconds < 0 ? "−" + text : text;
    }
}
