using Callsight.Core;

namespace Callsight.Web.Components.Filters;

/// <summary>The filter language as people say it.</summary>
public static class FilterWords
{
    public static string Of(FilterOperator filterOperator, FieldKind kind) => (filterOperator, kind) switch
    {
        (FilterOperator.Lt, FieldKind.Instant) => "before",
        (FilterOperator.Lte, FieldKind.Instant) => "up to",
        (FilterOperator.Gt, FieldKind.Instant) => "after",
        (FilterOperator.Gte, FieldKind.Instant) => "from",
        (FilterOperator.Contains, FieldKind.TextList) => "has",
        (FilterOperator.Eq, FieldKind.Number) => "=",
        (FilterOperator.Ne, FieldKind.Number) => "≠",
        (FilterOperator.Eq, _) => "is",
        (FilterOperator.Ne, _) => "is not",
        (FilterOperator.In, _) => "is one of",
        (FilterOperator.NotIn, _) => "is none of",
        (FilterOperator.Lt, _) => "<",
        (FilterOperator.Lte, _) => "≤",
        (FilterOperator.Gt, _) => ">",
        (FilterOperator.Gte, _) => "≥",
        (FilterOperator.Contains, _) => "contains",
        (FilterOperator.StartsWith, _) => "starts with",
        (FilterOperator.EndsWith, _) => "ends with",
        (FilterOperator.Exists, _) => "is known",
        _ => "is not known",
    };

    public static FieldKind KindOf(string word) =>
        word switch { "number" => FieldKind.Number, "truth" => FieldKind.Truth, _ => FieldKind.Text };

    /// <summary>Moments people ask for most.</summary>
    public static readonly IReadOnlyList<FilterChoice> Moments =
    [
        new("today", "Start of today"), new("yesterday", "Start of yesterday"), new("-7d", "7 days ago"), new("-30d", "30 days ago"),
        new("this_week", "Start of this week"), new("this_month", "Start of this month"), new("last_month", "Start of last month"),
        new("this_year", "Start of this year"), new("now", "Now"),
    ];

    /// <summary>A filter as one sentence, for lists and titles.</summary>
    public static string Sentence(FilterDraft draft, Func<FilterRow, string, string> title) => string.Join(
        draft.IsAny ? " or " : " and ", draft.Rows.Select(row =>
            $"{(row.Field.Kind is FieldKind.Dynamic ? row.Property : row.Field.Title)} {Of(row.Operator, row.Field.Kind)}"
            + (row.TakesNoValue ? "" : " " + string.Join(", ", row.Values.Select(value => title(row, value))))));
}
