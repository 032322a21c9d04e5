using Callsight.Analytics.Querying;

namespace Callsight.Analytics.Compiling;

/// <summary>Refuses a series too fine to read or too long to be meant.</summary>
internal static class CheckBuckets
{
    public const int MostBuckets = 2_000;
    public const int MostDays = 3_660;

    public static Result<AnalyticsQuery> Apply(AnalyticsQuery query)
    {
        if (query.Days.Days > MostDays)
            return Problem.InvalidField("end_date", $"A period has at most {MostDays} days.");
        return TimeBuckets.RoughCount(query.Range, query.Interval) <= MostBuckets
            ? query
            : Problem.InvalidField("interval",
                $"{query.Interval} intervals over {query.Days.Days} days make more than {MostBuckets} points. Take a longer interval.");
    }
}
