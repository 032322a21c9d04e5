using System.Globalization;
using System.Text;
using Callsight.Analytics.Metrics;

namespace Callsight.Analytics.Rollups;

/// <summary>A short name for what an aggregate counts, which changes when its definition does.</summary>
internal static class AggregateText
{
    /// <summary>The name of its column in a rollup.</summary>
    public static string ColumnOf(Aggregate aggregate) => $"a_{NamedId.Of(Of(aggregate)).ToString("n")[..16]}";

    /// <summary>All that is said in the definition, each part told apart from the next.</summary>
    public static string Of(Aggregate aggregate)
    {
        var text = new StringBuilder();
        Add(text, aggregate.Fact.Name, aggregate.Kind, aggregate.TimeColumn, aggregate.Measure?.Column, aggregate.Measure?.Until,
            string.Join(' ', aggregate.Measure?.Plus ?? []), aggregate.Type, aggregate.Scale);
        foreach (var condition in aggregate.Conditions)
            Add(text, condition);
        return text.ToString();
    }

    private static void Add(StringBuilder text, params object?[] parts)
    {
        foreach (var part in parts)
            text.Append(CultureInfo.InvariantCulture, $"{part}\u001f");
    }
}
