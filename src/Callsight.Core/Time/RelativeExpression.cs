using System.Globalization;

namespace Callsight.Core;

/// <summary>A moment counted from now, taken apart.</summary>
internal abstract record RelativeExpression
{
    private static readonly Dictionary<string, RelativeExpression> ByWord = new(StringComparer.Ordinal)
    {
        ["now"] = new Present(),
        ["today"] = new Start(Interval.Day, 0),
        ["yesterday"] = new Start(Interval.Day, -1),
        ["tomorrow"] = new Start(Interval.Day, 1),
        ["this_week"] = new Start(Interval.Week, 0),
        ["last_week"] = new Start(Interval.Week, -1),
        ["next_week"] = new Start(Interval.Week, 1),
        ["this_month"] = new Start(Interval.Month, 0),
        ["last_month"] = new Start(Interval.Month, -1),
        ["next_month"] = new Start(Interval.Month, 1),
        ["this_quarter"] = new Start(Interval.Quarter, 0),
        ["last_quarter"] = new Start(Interval.Quarter, -1),
        ["next_quarter"] = new Start(Interval.Quarter, 1),
        ["this_year"] = new Start(Interval.Year, 0),
        ["last_year"] = new Start(Interval.Year, -1),
        ["next_year"] = new Start(Interval.Year, 1),
    };

    public static IReadOnlyCollection<string> Words => ByWord.Keys;

    public static RelativeExpression? Parse(string text)
    {
        if (ByWord.TryGetValue(text, out var word))
            return word;
        if (text.Length is < 3 or > 10)
            return null;
        if (text[0] is '+' or '-')
            return ParseStep(text);
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new Day(day)
            : null;
    }

    private static RelativeExpression? ParseStep(string text)
    {
        var unit = text[1..].TrimStart([.. "0123456789"]);
        var digits = text.AsSpan(1, text.Length - 1 - unit.Length);
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var amount))
            return null;
        var count = text[0] == '-' ? -amount : amount;
        // Each is bounded at about a century, so that no step leaves the calendar.
        return (unit, amount) switch
        {
            ("m", <= 60_000_000) => new Exactly(TimeSpan.FromMinutes(count)),
            ("h", <= 1_000_000) => new Exactly(TimeSpan.FromHours(count)),
            ("d", <= 40_000) => new Step(Interval.Day, count),
            ("w", <= 5_000) => new Step(Interval.Week, count),
            ("mo", <= 1_200) => new Step(Interval.Month, count),
            ("y", <= 100) => new Step(Interval.Year, count),
            _ => null,
        };
    }

    internal sealed record Present : RelativeExpression;

    internal sealed record Day(DateOnly Value) : RelativeExpression;

    internal sealed record Start(Interval Interval, int Away) : RelativeExpression;

    internal sealed record Exactly(TimeSpan By) : RelativeExpression;

    internal sealed record Step(Interval Interval, int Count) : RelativeExpression;
}
