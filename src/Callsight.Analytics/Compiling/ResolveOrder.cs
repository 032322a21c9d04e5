using Callsight.Analytics.Querying;

namespace Callsight.Analytics.Compiling;

/// <summary>Sorts series by time and groups by the first metric, where nobody said otherwise.</summary>
internal static class ResolveOrder
{
    public const string Timestamp = "timestamp";

    public static Result<AnalyticsQuery> Apply(AnalyticsQuery query)
    {
        var columns = query.Metrics.Select(m => m.Key).Concat(query.Dimensions).ToList();
        if (query.Interval is not Interval.None)
            columns.Add(Timestamp);
        if (columns.Count == 0)
            return query;
        if (query.Order is not { } order)
            return query with
            {
                Order = query.Interval is Interval.None
                    ? new QueryOrder(columns[0], IsDescending: true)
                    : new QueryOrder(Timestamp, IsDescending: false),
            };
        return columns.Contains(order.Column, StringComparer.Ordinal)
            ? query
            : Problem.InvalidField("order_by", $"The answer has no such column. Sort by {string.Join(", ", columns)}.");
    }
}
