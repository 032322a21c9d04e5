using static Callsight.Core.FilterOperator;

namespace Callsight.Core;

/// <summary>Which operators and values fit which kind of field: the one table.</summary>
public static class FieldKinds
{
    private static readonly Dictionary<FieldKind, FilterOperator[]> Operators = new()
    {
        [FieldKind.Text] = [Eq, Ne, In, NotIn, Contains, StartsWith, EndsWith, Lt, Lte, Gt, Gte, Exists, NotExists],
        [FieldKind.Number] = [Eq, Ne, In, NotIn, Lt, Lte, Gt, Gte, Exists, NotExists],
        [FieldKind.Truth] = [Eq, Ne, Exists, NotExists],
        [FieldKind.Instant] = [Eq, Ne, In, NotIn, Lt, Lte, Gt, Gte, Exists, NotExists],
        [FieldKind.Identity] = [Eq, Ne, In, NotIn, Exists, NotExists],
        [FieldKind.TextList] = [Contains, Exists, NotExists],
        [FieldKind.Dynamic] = [Eq, Ne, In, NotIn, Contains, StartsWith, EndsWith, Lt, Lte, Gt, Gte, Exists, NotExists],
    };

    /// <summary>The operators that fit.</summary>
    public static IReadOnlyList<FilterOperator> OperatorsOf(FieldKind kind) => Operators[kind];

    /// <summary>The value as the kind wants it, or null when it does not fit.</summary>
    internal static FilterValue? Convert(FilterValue value, FieldKind kind) => (kind, value) switch
    {
        (FieldKind.Text or FieldKind.TextList, FilterValue.Text) => value,
        (FieldKind.Number, FilterValue.Number) => value,
        (FieldKind.Truth, FilterValue.Truth) => value,
        (FieldKind.Instant, FilterValue.Instant) => value,
        (FieldKind.Instant, FilterValue.Relative(var expression)) => RelativeTime.IsExpression(expression) ? value : null,
        (FieldKind.Instant, FilterValue.Text(var text)) => ToInstant(text),
        (FieldKind.Identity, FilterValue.Identity) => value,
        (FieldKind.Identity, FilterValue.Text(var text)) =>
            Guid.TryParseExact(text, "D", out var id) ? new FilterValue.Identity(id) : null,
        (FieldKind.Dynamic, FilterValue.Text or FilterValue.Number or FilterValue.Truth) => value,
        _ => null,
    };

    /// <summary>What a field of the kind is, in a sentence.</summary>
    internal static string Describe(FieldKind kind) => kind switch
    {
        FieldKind.Text => "a text",
        FieldKind.Number => "a number",
        FieldKind.Truth => "true or false",
        FieldKind.Instant => "a moment",
        FieldKind.Identity => "an id",
        FieldKind.TextList => "a list of texts",
        _ => "a free property",
    };

    /// <summary>What it is compared with, in a sentence.</summary>
    internal static string DescribeValue(FieldKind kind) => kind switch
    {
        FieldKind.Text or FieldKind.TextList => "a text in quotes",
        FieldKind.Number => "a number, without quotes",
        FieldKind.Truth => "true or false, without quotes",
        FieldKind.Instant => "an instant such as 2026-03-01T08:30:00Z, a day such as 2026-03-01 or a relative moment such as today or -7d",
        FieldKind.Identity => "a UUID",
        _ => "a text, a number, true or false",
    };

    private static FilterValue? ToInstant(string text)
    {
        if (Rfc3339.TryParse(text, out var instant))
            return new FilterValue.Instant(instant);
        return RelativeTime.IsExpression(text) ? new FilterValue.Relative(text) : null;
    }
}
