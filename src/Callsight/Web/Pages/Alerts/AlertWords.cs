using Callsight.App.Reporting.Alerts;
using Callsight.Web.Components;

namespace Callsight.Web.Pages.Alerts;

/// <summary>Alerts in the words of people.</summary>
internal static class AlertWords
{
    public static string Of(AlertOperator op) => op switch
    {
        AlertOperator.Gt => "above",
        AlertOperator.Gte => "at or above",
        AlertOperator.Lt => "below",
        _ => "at or below",
    };

    /// <summary>When it begins, such as "above 10 % for 2 hours, over again at 6 %".</summary>
    public static string Of(AlertCondition condition, AlertInterval interval, string unit, Show show)
    {
        var row = condition.ForIntervals is > 1 and var count ? $" for {count} {Plural(interval)}" : "";
        if (condition.Anomaly is { } anomaly)
        {
            var side = anomaly.Side switch { AnomalySide.Above => "unusually high", AnomalySide.Below => "unusually low", _ => "unusual" };
            var sensitivity = Show.Key(anomaly.Sensitivity ?? AnomalySensitivity.Medium);
            return $"{side} for its time{row} ({(anomaly.Deviations is { } k ? $"{k:0.##} deviations" : $"{sensitivity} sensitivity")})";
        }

        var clear = condition.ClearValue is { } value && value != condition.Value ? $", over again at {show.Figure(value, unit)}" : "";
        return $"{Of(condition.Op!.Value)} {show.Figure(condition.Value, unit)}{row}{clear}";
    }

    public static string Plural(AlertInterval interval) => Show.Word(interval).ToLowerInvariant() + "s";

    /// <summary>The state as a word that <c>Status</c> has a colour for.</summary>
    public static string Of(AlertState state) => state switch
    {
        AlertState.Ok => "all_well",
        AlertState.OwnerWithoutRights => "without_rights",
        _ => Show.Key(state),
    };

    public static string Of(NoVerdict? reason) => reason switch
    {
        NoVerdict.NoValue => "nothing to divide by",
        NoVerdict.TooFew => "too few to judge",
        NoVerdict.TooLittleHistory => "too little history",
        _ => "",
    };

    public static string Of(IncidentEnding ending) => ending switch
    {
        IncidentEnding.Cleared => "came back by itself",
        IncidentEnding.Resolved => "resolved by hand",
        IncidentEnding.Withdrawn => "withdrawn: late data changed the figure",
        _ => "the alert was changed",
    };
}
