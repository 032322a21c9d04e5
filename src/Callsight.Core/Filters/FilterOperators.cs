namespace Callsight.Core;

/// <summary>The names of the operators in JSON.</summary>
public static class FilterOperators
{
    private static readonly Dictionary<string, FilterOperator> ByName = new(StringComparer.Ordinal)
    {
        ["eq"] = FilterOperator.Eq,
        ["ne"] = FilterOperator.Ne,
        ["lt"] = FilterOperator.Lt,
        ["lte"] = FilterOperator.Lte,
        ["gt"] = FilterOperator.Gt,
        ["gte"] = FilterOperator.Gte,
        ["in"] = FilterOperator.In,
        ["not_in"] = FilterOperator.NotIn,
        ["contains"] = FilterOperator.Contains,
        ["starts_with"] = FilterOperator.StartsWith,
        ["ends_with"] = FilterOperator.EndsWith,
        ["exists"] = FilterOperator.Exists,
        ["not_exists"] = FilterOperator.NotExists,
    };

    private static readonly Dictionary<FilterOperator, string> ByOperator =
        ByName.ToDictionary(pair => pair.Value, pair => pair.Key);

    // What people write who come from another language; offered, not accepted.
    private static readonly Dictionary<string, string> Elsewhere = new(StringComparer.OrdinalIgnoreCase)
    {
        ["="] = "eq",
        ["=="] = "eq",
        ["equals"] = "eq",
        ["is"] = "eq",
        ["!="] = "ne",
        ["<>"] = "ne",
        ["neq"] = "ne",
        ["not_equals"] = "ne",
        ["is_not"] = "ne",
        ["<"] = "lt",
        ["<="] = "lte",
        ["le"] = "lte",
        [">"] = "gt",
        [">="] = "gte",
        ["ge"] = "gte",
        ["nin"] = "not_in",
        ["like"] = "contains",
        ["icontains"] = "contains",
        ["includes"] = "contains",
        ["is_null"] = "not_exists",
        ["is_not_null"] = "exists",
        ["is_set"] = "exists",
        ["is_not_set"] = "not_exists",
    };

    /// <summary>All names, in the order they are documented.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. ByName.Keys];

    /// <summary>The operator's name in JSON.</summary>
    public static string NameOf(FilterOperator filterOperator) => ByOperator[filterOperator];

    /// <summary>Finds an operator by its name, to the letter.</summary>
    public static bool TryFind(string name, out FilterOperator filterOperator) => ByName.TryGetValue(name, out filterOperator);

    /// <summary>Whether the operator stands alone, without a value.</summary>
    public static bool TakesNoValue(FilterOperator filterOperator) =>
        filterOperator is FilterOperator.Exists or FilterOperator.NotExists;

    /// <summary>Whether the operator takes a list.</summary>
    public static bool TakesList(FilterOperator filterOperator) =>
        filterOperator is FilterOperator.In or FilterOperator.NotIn;

    /// <summary>The name that was probably meant.</summary>
    internal static string? Nearest(string name) =>
        Elsewhere.TryGetValue(name, out var meant) ? meant : NearMatches.Nearest(name, Names);
}
