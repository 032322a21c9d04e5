using System.Globalization;

namespace Callsight.Core;

/// <summary>What <c>today</c>, <c>-7d</c> or <c>last_month</c> means, seen from a moment in a time zone.</summary>
/// <param name="Now">The moment it is seen from.</param>
/// <param name="Zone">Whose days, weeks and months count.</param>
/// <remarks>
/// A word stands for the first instant of its day, week (from Monday), month, quarter or year. A step such as <c>-7d</c>
/// goes from now: minutes and hours are exact, days and longer keep the local time of day, whatever the clocks do, and stop
/// at the end of a shorter month. A date such as <c>2026-03-01</c> is the first instant of that local day.
/// </remarks>
public sealed record RelativeTime(DateTimeOffset Now, TenantZone Zone)
{
    /// <summary>Whether a text is such an expression.</summary>
    public static bool IsExpression(string text) => RelativeExpression.Parse(text) is not null;

    /// <summary>The instant an expression stands for.</summary>
    public Result<DateTimeOffset> Resolve(string expression) => RelativeExpression.Parse(expression) switch
    {
        null => new Problem("relative_time.unknown", Unknown(expression)),
        RelativeExpression.Present => Now.ToUniversalTime(),
        RelativeExpression.Day(var day) => Zone.StartOfDay(day),
        RelativeExpression.Start(var interval, var away) => Zone.StartOfDay(StartOf(interval, away)),
        RelativeExpression.Exactly(var by) => Calendar.ToInstant(Calendar.Shift(Now.UtcDateTime, by)),
        RelativeExpression.Step(var interval, var count) => Step(interval, count),
        var other => throw new System.Diagnostics.UnreachableException(other.ToString()),
    };

    /// <summary>The days a named range stands for.</summary>
    /// <remarks>
    /// <c>today</c>, <c>yesterday</c>, <c>tomorrow</c>; <c>last_7_days</c> (any number up to 3660: ends with today, which is
    /// one of them); <c>this_week</c>, <c>this_month</c>, <c>this_quarter</c>, <c>this_year</c> (up to and including today);
    /// <c>last_week</c> and so on (the whole one before); <c>next_week</c> and so on (the whole one after).
    /// </remarks>
    public Result<DayRange> Days(string name)
    {
        var today = Zone.ToLocalDay(Now);
        if (DaysBack(name) is { } days)
            return new DayRange(Calendar.Add(Interval.Day, today, 1 - days), today);
        return RelativeExpression.Parse(name) switch
        {
            RelativeExpression.Start(var interval and not Interval.Day, 0) => new DayRange(StartOf(interval, 0), today),
            RelativeExpression.Start(var interval, var away) => Whole(interval, away),
            _ => new Problem("day_range.unknown", UnknownDays(name)),
        };
    }

    private static int? DaysBack(string name)
    {
        const string start = "last_", end = "_days";
        if (name.Length <= start.Length + end.Length || !name.StartsWith(start, StringComparison.Ordinal)
            || !name.EndsWith(end, StringComparison.Ordinal))
        {
            return null;
        }

        var digits = name.AsSpan(start.Length, name.Length - start.Length - end.Length);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= 3660
            ? days
            : null;
    }

    private static string Unknown(string expression) => NearMatches.Nearest(Shorten(expression), RelativeExpression.Words) is { } near
        ? $"'{Shorten(expression)}' is no moment. Did you mean {near}?"
        : $"'{Shorten(expression)}' is no moment. Use a word such as today, a step such as -7d or +2h, or a date.";

    private static string UnknownDays(string name) =>
        NearMatches.Nearest(Shorten(name), [.. RelativeExpression.Words, "last_7_days", "last_30_days"]) is { } near
            ? $"'{Shorten(name)}' is no range of days. Did you mean {near}?"
            : $"'{Shorten(name)}' is no range of days. Use one such as yesterday, last_7_days or this_month.";

    private static string Shorten(string text) => text.Length <= 40 ? text : JsonText.Shorten(text);

    private DateOnly StartOf(Interval interval, int away) =>
        Calendar.Add(interval, Calendar.StartOf(interval, Zone.ToLocalDay(Now)), away);

    private DayRange Whole(Interval interval, int away)
    {
        var first = StartOf(interval, away);
        var last = Calendar.Add(Interval.Day, StartOf(interval, away + 1), -1);
        // At the ends of the calendar there is nothing before the first day or after the last.
        return new DayRange(first, last > first ? last : first);
    }

    private DateTimeOffset Step(Interval interval, int count)
    {
        var local = Zone.ToLocal(Now).DateTime;
        var day = Calendar.Add(interval, DateOnly.FromDateTime(local), count);
        return Zone.Resolve(day.ToDateTime(TimeOnly.FromDateTime(local)));
    }
}
