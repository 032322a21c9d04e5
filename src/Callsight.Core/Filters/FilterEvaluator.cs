namespace Callsight.Core;

/// <summary>Says of one thing in memory whether a filter holds.</summary>
/// <remarks>This is the meaning of the language; the SQL printed for a filter must give the same answers.</remarks>
public static class FilterEvaluator
{
    /// <summary>Whether the filter holds.</summary>
    /// <param name="filter">A validated filter.</param>
    /// <param name="fieldValue">
    /// The value of a field by its name: a text, number, bool, <see cref="DateTimeOffset"/>, <see cref="Guid"/>, list of
    /// texts or <see cref="System.Text.Json.JsonElement"/>; null when it is missing.
    /// </param>
    /// <param name="time">What relative moments are counted from.</param>
    public static bool Holds(Filter filter, Func<string, object?> fieldValue, RelativeTime time)
    {
        return Test(FilterTimes.Resolve(filter, time));

        bool Test(Filter part) => part switch
        {
            Filter.All(var items) => items.All(Test),
            Filter.Any(var items) => items.Any(Test),
            Filter.Not(var item) => !Test(item),
            Filter.Test test => HoldsFor(test.Operator, FieldValue.From(fieldValue(test.Field)), test.Value),
            _ => throw new ArgumentException("Unknown kind of filter.", nameof(filter)),
        };
    }

    private static bool HoldsFor(FilterOperator filterOperator, object? actual, FilterValue wanted) => filterOperator switch
    {
        FilterOperator.Exists => actual is not null,
        FilterOperator.NotExists => actual is null,
        FilterOperator.Eq => FieldValue.Compare(actual, wanted) == 0,
        FilterOperator.Ne => FieldValue.Compare(actual, wanted) != 0,
        FilterOperator.Lt => FieldValue.Compare(actual, wanted) < 0,
        FilterOperator.Lte => FieldValue.Compare(actual, wanted) <= 0,
        FilterOperator.Gt => FieldValue.Compare(actual, wanted) > 0,
        FilterOperator.Gte => FieldValue.Compare(actual, wanted) >= 0,
        FilterOperator.In => IsOneOf(actual, wanted),
        FilterOperator.NotIn => !IsOneOf(actual, wanted),
        FilterOperator.Contains => Contains(actual, wanted),
        FilterOperator.StartsWith => actual is string text && wanted is FilterValue.Text(var start)
            && FilterText.LowerAscii(text).StartsWith(FilterText.LowerAscii(start), StringComparison.Ordinal),
        FilterOperator.EndsWith => actual is string text && wanted is FilterValue.Text(var end)
            && FilterText.LowerAscii(text).EndsWith(FilterText.LowerAscii(end), StringComparison.Ordinal),
        _ => throw new ArgumentOutOfRangeException(nameof(filterOperator), filterOperator, "Unknown operator."),
    };

    private static bool IsOneOf(object? actual, FilterValue wanted) =>
        wanted is FilterValue.Many(var values) && values.Any(value => FieldValue.Compare(actual, value) == 0);

    private static bool Contains(object? actual, FilterValue wanted) => (actual, wanted) switch
    {
        (string text, FilterValue.Text(var part)) =>
            FilterText.LowerAscii(text).Contains(FilterText.LowerAscii(part), StringComparison.Ordinal),
        (IReadOnlyList<string> texts, FilterValue.Text(var item)) => texts.Contains(item, StringComparer.Ordinal),
        _ => false,
    };
}
