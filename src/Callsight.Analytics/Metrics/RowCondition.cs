using Callsight.Analytics.Dialects;

namespace Callsight.Analytics.Metrics;

/// <summary>How a column is compared with a value.</summary>
public enum Compared
{
    /// <summary>Not greater.</summary>
    AtMost,

    /// <summary>Greater.</summary>
    Over,

    /// <summary>Not smaller.</summary>
    AtLeast,

    /// <summary>Another value.</summary>
    Differs,
}

/// <summary>One condition on a row, part of what a metric means. What is not known holds none but <see cref="Unknown"/>.</summary>
public abstract record RowCondition
{
    /// <summary>The column has this value.</summary>
    public sealed record Is(string Column, SqlType Type, object Value) : RowCondition;

    /// <summary>The column has a value.</summary>
    public sealed record Known(string Column) : RowCondition;

    /// <summary>The column has no value.</summary>
    public sealed record Unknown(string Column) : RowCondition;

    /// <summary>One column is not greater than another.</summary>
    public sealed record AtMost(string Column, string Limit) : RowCondition;

    /// <summary>The column compares so with a value.</summary>
    public sealed record Compares(string Column, Compared Compared, SqlType Type, object Value) : RowCondition;

    /// <summary>The column is greater than a value, or has none.</summary>
    public sealed record OverOrUnknown(string Column, long Value) : RowCondition;

    /// <summary>From one instant of the row to another it takes no longer than this, and no less than nothing.</summary>
    public sealed record Within(string From, string Until, long Microseconds) : RowCondition;

    /// <summary>A filter of the shared language holds.</summary>
    public sealed record Matches(Filter Filter) : RowCondition;
}
