using Callsight.Analytics.Querying;

namespace Callsight.Analytics.Compiling;

/// <summary>Keeps answers to a size people and pages can take.</summary>
internal static class CapRows
{
    public const int MostRows = 10_000;
    public const int DefaultRows = 1_000;
    public const int MostGroups = 200_000;

    public static Result<AnalyticsQuery> Apply(AnalyticsQuery query) => query.Limit switch
    {
        _ when query.Offset < 0 => Problem.InvalidField("cursor", "There is no page before the first."),
        null => query with { Limit = DefaultRows },
        < 1 or > MostRows => Problem.InvalidField("limit", $"Ask for 1 to {MostRows} rows."),
        _ => query,
    };
}
