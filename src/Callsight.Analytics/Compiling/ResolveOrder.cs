using Callsight.Analytics.Querying;

namespace Callsight.Analytics.Compiling;

/// <summary>Sorts series by time and groups by the first metric, where nobody said otherwise.</summary>
internal static class ResolveOrder
{
    public const string Timestamp = "timestamp";

    public static Result<AnalyticsQuery> Apply(AnalyticsQuery query)
    {
        if (query.Order is not { } order)
            return query with
            {
                Order = query.Interval is Interval.None
                    ? new QueryOrder(query.Metrics[0].Key, IsDescending: true)
                    : new QueryOrder(Timestamp, IsDescending: false),
            };
        var columns = query.Metrics.Select(m => m.Key).Concat(query.Dimensions).Append(Timestamp).ToList();
        return columns.Contains(order.Column, StringComparer.Ordinal)
            ? query
            : Problem.InvalidField("order_by", $"The answer has no such column. Sort by {string.Join(", ", columns)}.");
    }
}
