using Callsight.Analytics.Querying;

namespace Callsight.Analytics.Compiling;

/// <summary>A question asks for something, and not for everything.</summary>
internal static class CheckMetrics
{
    public const int MostMetrics = 40;

    public static Result<AnalyticsQuery> Apply(AnalyticsQuery query) => query.Metrics.Count is 0 or > MostMetrics
        ? Problem.InvalidField("metrics", $"Ask for 1 to {MostMetrics} metrics.")
        : query;
}
