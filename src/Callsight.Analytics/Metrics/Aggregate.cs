using Callsight.Analytics.Dialects;
using Callsight.Analytics.Schema;

namespace Callsight.Analytics.Metrics;

/// <summary>How rows become one figure.</summary>
public enum AggregateKind
{
    /// <summary>How many rows.</summary>
    Count,

    /// <summary>The sum of a measure.</summary>
    Sum,

    /// <summary>How many different values, exactly.</summary>
    CountDistinct,

    /// <summary>The time that stretches spend inside the interval.</summary>
    TimeInside,
}

/// <summary>One condition on a row, part of what a metric means.</summary>
public abstract record RowCondition
{
    /// <summary>The column has this value.</summary>
    public sealed record Is(string Column, SqlType Type, object Value) : RowCondition;

    /// <summary>The column has a value.</summary>
    public sealed record Known(string Column) : RowCondition;

    /// <summary>One column is not greater than another.</summary>
    public sealed record AtMost(string Column, string Limit) : RowCondition;
}

/// <summary>What is summed: a column, or the time between two instants of a row.</summary>
public sealed record Measure(string Column, string? Until = null)
{
    /// <summary>The time from one instant of the row to another.</summary>
    public static Measure Between(string from, string until) => new(from, until);
}

/// <summary>One figure over the rows of a fact that hold its conditions, booked at one instant of the row.</summary>
/// <param name="Fact">Which rows.</param>
/// <param name="Kind">How they become a figure.</param>
/// <param name="TimeColumn">The instant that decides the interval a row counts in; unused for stretches.</param>
/// <param name="Measure">What is summed or told apart; null for a count.</param>
/// <param name="Type">What comes out of the store.</param>
/// <param name="Scale">From the store's unit to the answer's: 0.001 for milliseconds to seconds.</param>
/// <param name="Conditions">All must hold.</param>
public sealed record Aggregate(
    Fact Fact, AggregateKind Kind, string TimeColumn, Measure? Measure, SqlType Type, decimal Scale,
    EquatableList<RowCondition> Conditions)
{
    /// <summary>Only rows where the column is this text.</summary>
    public Aggregate Where(string column, string value) => With(new RowCondition.Is(column, SqlType.Text, value));

    /// <summary>Only rows where the column is true or false.</summary>
    public Aggregate Where(string column, bool value = true) => With(new RowCondition.Is(column, SqlType.Truth, value));

    /// <summary>Only rows where the column has a value.</summary>
    public Aggregate WhereKnown(string column) => With(new RowCondition.Known(column));

    /// <summary>Only rows where one column is not greater than another.</summary>
    public Aggregate WhereAtMost(string column, string limit) => With(new RowCondition.AtMost(column, limit));

    /// <summary>A half of a metric made of this alone.</summary>
    public static implicit operator Half(Aggregate aggregate) => new([new Term(1, aggregate)]);

    public static Half operator +(Aggregate left, Aggregate right) => new([new Term(1, left), new Term(1, right)]);

    public static Half operator -(Aggregate left, Aggregate right) => new([new Term(1, left), new Term(-1, right)]);

    private Aggregate With(RowCondition condition) => this with { Conditions = [.. Conditions, condition] };
}

/// <summary>An aggregate that is added or taken away.</summary>
public sealed record Term(int Sign, Aggregate Aggregate);

/// <summary>A numerator or a denominator: aggregates added and taken away.</summary>
public sealed record Half(EquatableList<Term> Terms)
{
    public static Half operator +(Half left, Aggregate right) => new([.. left.Terms, new Term(1, right)]);
}

/// <summary>The words in which metrics are written.</summary>
public static class Agg
{
    private const decimal Milliseconds = 0.001m;
    private const decimal Microseconds = 0.000001m;

    public static Aggregate Count(Fact fact, string at) =>
        new(fact, AggregateKind.Count, at, null, SqlType.Whole, 1, []);

    public static Aggregate SumMilliseconds(Fact fact, string column, string at) =>
        new(fact, AggregateKind.Sum, at, new Measure(column), SqlType.Whole, Milliseconds, []);

    public static Aggregate SumMoney(Fact fact, string column, string at) =>
        new(fact, AggregateKind.Sum, at, new Measure(column), SqlType.Money, 1, []);

    public static Aggregate SumWhole(Fact fact, string column, string at) =>
        new(fact, AggregateKind.Sum, at, new Measure(column), SqlType.Whole, 1, []);

    public static Aggregate SumBetween(Fact fact, string from, string until, string at) =>
        new(fact, AggregateKind.Sum, at, Measure.Between(from, until), SqlType.Whole, Microseconds, []);

    public static Aggregate CountDistinct(Fact fact, string column, string at) =>
        new(fact, AggregateKind.CountDistinct, at, new Measure(column), SqlType.Whole, 1, []);

    public static Aggregate TimeInside(Fact fact) =>
        new(fact, AggregateKind.TimeInside, "started_at", null, SqlType.Whole, Microseconds, []);
}
