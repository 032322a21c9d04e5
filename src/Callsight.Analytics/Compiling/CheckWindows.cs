using Callsight.Analytics.Querying;

namespace Callsight.Analytics.Compiling;

/// <summary>Windows name weekdays, and stretches of time are not cut into more pieces than one can follow.</summary>
internal static class CheckWindows
{
    public const int MostWindows = 14;
    private const int MostDaysOfSpans = 800;

    public static Result<AnalyticsQuery> Apply(AnalyticsQuery query)
    {
        if (query.Windows.Count > MostWindows || query.Windows.Any(w => w.Days.Count == 0))
            return Problem.InvalidField("windows", $"Name 1 to {MostWindows} windows, each with its weekdays.");
        return query.Windows.Count > 0 && query.Days.Days > MostDaysOfSpans
            ? Problem.InvalidField("windows", $"With hours of the day a period has at most {MostDaysOfSpans} days.")
            : query;
    }
}
