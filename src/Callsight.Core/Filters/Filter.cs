namespace Callsight.Core;

/// <summary>A condition in the one filter language: the same in a report, a funnel step, a workflow, a segment and an alert.</summary>
/// <remarks>
/// Two-valued: a filter holds or does not hold. A test of a missing field does not hold, except <c>ne</c>, <c>not_in</c>
/// and <c>not_exists</c>, which do. <c>not</c> turns the answer round.
/// </remarks>
public abstract record Filter
{
    /// <summary>Holds always: what an empty filter means.</summary>
    public static readonly Filter Everything = new All([]);

    /// <summary>Holds when every part holds; an empty list holds.</summary>
    public sealed record All(EquatableList<Filter> Items) : Filter;

    /// <summary>Holds when at least one part holds; an empty list does not.</summary>
    public sealed record Any(EquatableList<Filter> Items) : Filter;

    /// <summary>Holds when its part does not.</summary>
    public sealed record Not(Filter Item) : Filter;

    /// <summary>Compares one field with a value.</summary>
    public sealed record Test(string Field, FilterOperator Operator, FilterValue Value) : Filter;
}

/// <summary>How a field is compared. In JSON the names are in snake_case: <c>eq</c>, <c>not_in</c>, <c>starts_with</c>.</summary>
public enum FilterOperator
{
    /// <summary>Equal. Text is compared to the letter.</summary>
    Eq,

    /// <summary>Not equal, or missing.</summary>
    Ne,

    /// <summary>Less than; for instants before.</summary>
    Lt,

    /// <summary>Less than or equal.</summary>
    Lte,

    /// <summary>Greater than; for instants after.</summary>
    Gt,

    /// <summary>Greater than or equal.</summary>
    Gte,

    /// <summary>Equal to one of a list.</summary>
    In,

    /// <summary>Equal to none of a list, or missing.</summary>
    NotIn,

    /// <summary>Text contains the text, whatever the case of ASCII letters; a list of texts (tags) holds the text.</summary>
    Contains,

    /// <summary>Text starts with the text, whatever the case of ASCII letters.</summary>
    StartsWith,

    /// <summary>Text ends with the text, whatever the case of ASCII letters.</summary>
    EndsWith,

    /// <summary>Has a value. Takes no value itself.</summary>
    Exists,

    /// <summary>Has no value. Takes no value itself.</summary>
    NotExists,
}

/// <summary>What a field is compared with.</summary>
public abstract record FilterValue
{
    /// <summary>Nothing, for <see cref="FilterOperator.Exists"/> and <see cref="FilterOperator.NotExists"/>.</summary>
    public sealed record None : FilterValue;

    /// <summary>A text.</summary>
    public sealed record Text(string Value) : FilterValue;

    /// <summary>A number.</summary>
    public sealed record Number(decimal Value) : FilterValue
    {
        /// <summary>What it is compared as: whole numbers of more than 15 digits lose the last ones, here and in every store.</summary>
        public double AsDouble => FilterNumbers.ToDouble(Value);
    }

    /// <summary>True or false.</summary>
    public sealed record Truth(bool Value) : FilterValue;

    /// <summary>A fixed instant; compared to the microsecond.</summary>
    public sealed record Instant(DateTimeOffset Value) : FilterValue;

    /// <summary>An id of something.</summary>
    public sealed record Identity(Guid Value) : FilterValue;

    /// <summary>A day or moment counted from now (<c>today</c>, <c>-7d</c>), made an instant when the filter is used.</summary>
    public sealed record Relative(string Expression) : FilterValue;

    /// <summary>Several values of one kind.</summary>
    public sealed record Many(EquatableList<FilterValue> Values) : FilterValue;
}

/// <summary>What values a field has.</summary>
public enum FieldKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Truth,

    /// <summary>An instant.</summary>
    Instant,

    /// <summary>A UUID.</summary>
    Identity,

    /// <summary>A list of texts, such as tags.</summary>
    TextList,

    /// <summary>A free property: its kind is that of the value it is compared with.</summary>
    Dynamic,
}
