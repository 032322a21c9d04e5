using Callsight.Analytics.Compiling;

namespace Callsight.Analytics.Querying;

/// <summary>Sorts rows the same way each time: by the wanted column, then by time and group. No value comes last.</summary>
internal static class RowOrder
{
    public static IEnumerable<AnswerRow> Sort(AnalyticsQuery query, IEnumerable<AnswerRow> rows)
    {
        var order = query.Order!;
        var metric = query.Metrics.Select(m => m.Key).ToList().IndexOf(order.Column);
        var dimension = query.Dimensions.ToList().IndexOf(order.Column);
        IComparable? By(AnswerRow row) => order.Column == ResolveOrder.Timestamp ? row.Timestamp
            : metric >= 0 ? row.Figures[metric].Value
            : row.Dimensions[dimension]?.ToString();
        var sorted = rows.OrderBy(row => By(row) is null);
        sorted = order.IsDescending ? sorted.ThenByDescending(By, Compare) : sorted.ThenBy(By, Compare);
        return sorted.ThenBy(row => row.Timestamp)
            .ThenBy(row => string.Join('\u001f', row.Dimensions), StringComparer.Ordinal);
    }

    private static readonly Comparer<IComparable?> Compare = Comparer<IComparable?>.Create((left, right) =>
        left is string a && right is string b ? string.CompareOrdinal(a, b) : Comparer<IComparable>.Default.Compare(left, right));
}
