using System.Globalization;

namespace Callsight.Web.Pages.Reports;

/// <summary>How often a report is made, as people choose it.</summary>
public enum Rhythm
{
    ByHand, EveryDay, Weekdays, EveryWeek, EveryMonth, EndOfMonth, EveryQuarter, Cron,
}

/// <summary>A schedule as choices, and as the cron the API takes: each says the same as the other.</summary>
public sealed record ScheduleDraft(Rhythm Rhythm, TimeOnly At, DayOfWeek Weekday, int DayOfMonth, string Cron)
{
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    public static readonly ScheduleDraft Default = new(Rhythm.ByHand, new TimeOnly(8, 0), DayOfWeek.Monday, 1, "");

    /// <summary>The choices that mean a cron; what no choice means stays cron.</summary>
    public static ScheduleDraft Read(string? cron)
    {
        if (string.IsNullOrWhiteSpace(cron))
            return Default;
        var own = Default with { Rhythm = Rhythm.Cron, Cron = cron };
        var parts = cron.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 5 || NumberOf(parts[0], 59) is not { } minute || NumberOf(parts[1], 23) is not { } hour)
            return own;
        var timed = own with { At = new TimeOnly(hour, minute) };
        return (parts[2], parts[3], parts[4].ToUpperInvariant()) switch
        {
            ("*", "*", "*") => timed with { Rhythm = Rhythm.EveryDay },
            ("*", "*", "1-5" or "MON-FRI") => timed with { Rhythm = Rhythm.Weekdays },
            ("*", "*", var day) when DayOf(day) is { } weekday => timed with { Rhythm = Rhythm.EveryWeek, Weekday = weekday },
            ("L", "*", "*") => timed with { Rhythm = Rhythm.EndOfMonth },
            (var day, "*", "*") when NumberOf(day, 28) is > 0 and { } date => timed with { Rhythm = Rhythm.EveryMonth, DayOfMonth = date },
            (var day, "1,4,7,10", "*") when NumberOf(day, 28) is > 0 and { } date =>
                timed with { Rhythm = Rhythm.EveryQuarter, DayOfMonth = date },
            _ => own,
        };
    }

    /// <summary>Five fields; null where it is made by hand only.</summary>
    public string? Write()
    {
        var at = string.Create(CultureInfo.InvariantCulture, $"{At.Minute} {At.Hour}");
        return Rhythm switch
        {
            Rhythm.ByHand => null,
            Rhythm.EveryDay => $"{at} * * *",
            Rhythm.Weekdays => $"{at} * * 1-5",
            Rhythm.EveryWeek => string.Create(CultureInfo.InvariantCulture, $"{at} * * {(int)Weekday}"),
            Rhythm.EveryMonth => string.Create(CultureInfo.InvariantCulture, $"{at} {DayOfMonth} * *"),
            Rhythm.EndOfMonth => $"{at} L * *",
            Rhythm.EveryQuarter => string.Create(CultureInfo.InvariantCulture, $"{at} {DayOfMonth} 1,4,7,10 *"),
            _ => Cron.Trim().Length == 0 ? null : Cron.Trim(),
        };
    }

    /// <summary>In words, for lists.</summary>
    public string Words => Rhythm switch
    {
        Rhythm.ByHand => "By hand",
        Rhythm.EveryDay => $"Every day at {Time}",
        Rhythm.Weekdays => $"Every weekday at {Time}",
        Rhythm.EveryWeek => $"Every {Weekday} at {Time}",
        Rhythm.EveryMonth => $"On day {DayOfMonth} of the month at {Time}",
        Rhythm.EndOfMonth => $"On the last day of the month at {Time}",
        Rhythm.EveryQuarter => $"On day {DayOfMonth} of the quarter at {Time}",
        _ => Cron,
    };

    public static string TitleOf(Rhythm rhythm) => rhythm switch
    {
        Rhythm.ByHand => "Only by hand",
        Rhythm.EveryDay => "Every day",
        Rhythm.Weekdays => "Every weekday",
        Rhythm.EveryWeek => "Every week",
        Rhythm.EveryMonth => "Every month",
        Rhythm.EndOfMonth => "At the end of each month",
        Rhythm.EveryQuarter => "Every quarter",
        _ => "As cron says",
    };

    private string Time => At.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static int? NumberOf(string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number : null;

    private static DayOfWeek? DayOf(string text) => NumberOf(text, 7) is { } number ? (DayOfWeek)(number % 7)
        : Array.IndexOf(Days, text) is >= 0 and var place ? (DayOfWeek)place : null;
}
