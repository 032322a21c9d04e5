using System.Collections;
using Callsight.Analytics.Compiling;

namespace Callsight.Analytics.Querying;

/// <summary>Sorts rows the same way each time: by the wanted column, then by time and group. No value comes last.</summary>
/// <remarks>No two rows have the same time and group, so pages neither repeat nor lose a row.</remarks>
internal static class RowOrder
{
    public static IEnumerable<AnswerRow> Sort(AnalyticsQuery query, IEnumerable<AnswerRow> rows)
    {
        var order = query.Order!;
        var metric = query.Metrics.Select(m => m.Key).ToList().IndexOf(order.Column);
        var dimension = query.Dimensions.ToList().IndexOf(order.Column);
        object? By(AnswerRow row) => order.Column == ResolveOrder.Timestamp ? row.Timestamp
            : metric >= 0 ? row.Figures[metric].Value
            : row.Dimensions[dimension];
        // In a series the others come last in their interval, else last of all.
        var sorted = order.Column == ResolveOrder.Timestamp ? rows.OrderBy(row => By(row) is null)
            : rows.OrderBy(row => row.IsOther).ThenBy(row => By(row) is null);
        sorted = order.IsDescending ? sorted.ThenByDescending(By, Values) : sorted.ThenBy(By, Values);
        sorted = sorted.ThenBy(row => row.Timestamp).ThenBy(row => row.IsOther);
        // Each dimension by itself: written one after the other, different groups can look the same.
        for (var i = 0; i < query.Dimensions.Count; i++)
        {
            var place = i;
            sorted = sorted.ThenBy(row => row.Dimensions[place] is null).ThenBy(row => row.Dimensions[place], Values);
        }

        return sorted;
    }

    /// <summary>The values of a column are of one kind: texts are sorted by their letters, numbers by their size.</summary>
    private static readonly Comparer<object?> Values = Comparer<object?>.Create((left, right) =>
        left is string a && right is string b ? string.CompareOrdinal(a, b) : Comparer.DefaultInvariant.Compare(left, right));
}
