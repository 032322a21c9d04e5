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

    /// <summary>The value below which a share of the measures lies, exactly, interpolated linearly.</summary>
    Quantile,

    /// <summary>The smallest measure.</summary>
    Min,

    /// <summary>The largest measure.</summary>
    Max,

    /// <summary>How many rows there were a calendar month before the interval.</summary>
    CountMonthBefore,
}

/// <summary>What is summed: a column (or a free property), the time between two instants of a row, or several columns together.</summary>
public sealed record Measure(string Column, string? Until = null)
{
    /// <summary>Columns that are added; one that is not known adds nothing.</summary>
    public EquatableList<string> Plus { get; init; } = [];

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
    /// <summary>Of a quantile: the share of values below it, 0.5 for the median.</summary>
    public double Fraction { get; init; }

    /// <summary>Only rows where the column is this text.</summary>
    public Aggregate Where(string column, string value) => With(new RowCondition.Is(column, SqlType.Text, value));

    /// <summary>Only rows where the column is true or false.</summary>
    public Aggregate Where(string column, bool value = true) => With(new RowCondition.Is(column, SqlType.Truth, value));

    /// <summary>Only rows where the column has a value.</summary>
    public Aggregate WhereKnown(string column) => With(new RowCondition.Known(column));

    /// <summary>Only rows where the column has none.</summary>
    public Aggregate WhereUnknown(string column) => With(new RowCondition.Unknown(column));

    /// <summary>Only rows where one column is not greater than another.</summary>
    public Aggregate WhereAtMost(string column, string limit) => With(new RowCondition.AtMost(column, limit));

    /// <summary>Only rows where the column's whole number compares so with a value; one that is not known never does.</summary>
    public Aggregate WhereWhole(string column, Compared compared, long value) =>
        With(new RowCondition.Compares(column, compared, SqlType.Whole, value));

    /// <summary>Only rows where the column's number compares so with a value.</summary>
    public Aggregate WhereNumber(string column, Compared compared, double value) =>
        With(new RowCondition.Compares(column, compared, SqlType.Number, value));

    /// <summary>Only rows where the column is not this text.</summary>
    public Aggregate WhereNot(string column, string value) =>
        With(new RowCondition.Compares(column, Compared.Differs, SqlType.Text, value));

    /// <summary>Only rows for which a filter of the shared language holds.</summary>
    public Aggregate Where(Filter filter) => With(new RowCondition.Matches(filter));

    /// <summary>Only rows that hold one more condition.</summary>
    public Aggregate With(RowCondition condition) => this with { Conditions = [.. Conditions, condition] };

    /// <summary>A half of a metric made of this alone.</summary>
    public static implicit operator Half(Aggregate aggregate) => new([new Term(1, aggregate)]);

    public static Half operator +(Aggregate left, Aggregate right) => new([new Term(1, left), new Term(1, right)]);

    public static Half operator -(Aggregate left, Aggregate right) => new([new Term(1, left), new Term(-1, right)]);
}

/// <summary>An aggregate that is added or taken away.</summary>
public sealed record Term(int Sign, Aggregate Aggregate);

/// <summary>A numerator or a denominator: aggregates added and taken away.</summary>
public sealed record Half(EquatableList<Term> Terms)
{
    public static Half operator +(Half left, Aggregate right) => new([.. left.Terms, new Term(1, right)]);

    public static Half operator -(Half left, Aggregate right) => new([.. left.Terms, new Term(-1, right)]);
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

    /// <summary>A quantile of whole milliseconds, several columns added up.</summary>
    public static Aggregate QuantileMilliseconds(double fraction, Fact fact, string at, string column, params string[] plus) =>
        new(fact, AggregateKind.Quantile, at, new Measure(column) { Plus = [.. plus] }, SqlType.Number, Milliseconds, [])
        {
            Fraction = fraction,
        };

    public static Aggregate QuantileBetween(double fraction, Fact fact, string from, string until, string at) =>
        new(fact, AggregateKind.Quantile, at, Measure.Between(from, until), SqlType.Number, Microseconds, []) { Fraction = fraction };

    public static Aggregate MostMilliseconds(Fact fact, string column, string at) =>
        new(fact, AggregateKind.Max, at, new Measure(column), SqlType.Whole, Milliseconds, []);

    public static Aggregate LeastMilliseconds(Fact fact, string column, string at) =>
        new(fact, AggregateKind.Min, at, new Measure(column), SqlType.Whole, Milliseconds, []);

    /// <summary>Rows whose instant lies in the interval as it was a calendar month before.</summary>
    public static Aggregate CountMonthBefore(Fact fact, string at) =>
        new(fact, AggregateKind.CountMonthBefore, at, null, SqlType.Whole, 1, []);

    public static Aggregate TimeInside(Fact fact) =>
        new(fact, AggregateKind.TimeInside, "started_at", null, SqlType.Whole, Microseconds, []);
}
