using Callsight.Core;

namespace Callsight.Tests.Analytics.Oracle;

/// <summary>One interval of a series: where it begins in local time, and from when to when it lasts.</summary>
internal sealed record PlainInterval(string Label, DateTimeOffset Start, DateTime From, DateTime To);

/// <summary>Which interval a moment lies in, by asking the zone about each moment alone.</summary>
/// <remarks>
/// Stretches are cut by walking through the days a quarter of an hour at a time: no clock changes the zones used here ever
/// made lie inside one.
/// </remarks>
internal sealed class PlainCalendar
{
    private readonly TimeZoneInfo zone;
    private readonly DayRange days;
    private readonly Interval interval;
    private readonly Dictionary<DateTimeOffset, string?> labels = [];

    public PlainCalendar(string zone, DayRange days, Interval interval)
    {
        (this.zone, this.days, this.interval) = (TimeZoneInfo.FindSystemTimeZoneById(zone), days, interval);
        var end = days.Last.AddDays(3).ToDateTime(default, DateTimeKind.Utc);
        for (var from = days.First.AddDays(-2).ToDateTime(default, DateTimeKind.Utc); from < end; from += TimeSpan.FromMinutes(15))
        {
            if (Label(from) is not { } label)
                continue;
            if (Intervals.Count == 0 || Intervals[^1].Label != label)
                Intervals.Add(new PlainInterval(label, TimeZoneInfo.ConvertTime(new DateTimeOffset(from), this.zone), from, from));
            Intervals[^1] = Intervals[^1] with { To = from + TimeSpan.FromMinutes(15) };
        }
    }

    /// <summary>In order, also those in which nothing happened.</summary>
    public List<PlainInterval> Intervals { get; } = [];

    /// <summary>The interval's name, or null for a moment outside the days.</summary>
    public string? LabelOf(DateTimeOffset moment) =>
        labels.TryGetValue(moment, out var known) ? known : labels[moment] = Label(moment);

    /// <summary>The same day of the month before (its last, where it has no such day), as long after midnight.</summary>
    public DateTime MonthBefore(DateTime moment)
    {
        var midnight = TimeZoneInfo.ConvertTimeFromUtc(moment, zone).Date;
        return Utc(midnight.AddMonths(-1)) + (moment - Utc(midnight));
    }

    private DateTime Utc(DateTime local) => TimeZoneInfo.ConvertTimeToUtc(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), zone);

    private string? Label(DateTimeOffset moment)
    {
        var local = TimeZoneInfo.ConvertTime(moment, zone);
        var day = DateOnly.FromDateTime(local.DateTime);
        return day < days.First || day > days.Last ? null : interval switch
        {
            Interval.None => "all",
            Interval.Hour => $"{day:O} {local.Hour} {local.Offset}",
            Interval.Day => $"{day:O}",
            Interval.Week => $"week of {Monday(day):O}",
            Interval.Month => $"{day.Year}-{day.Month}",
            Interval.Quarter => $"{day.Year} quarter {(day.Month + 2) / 3}",
            _ => $"{day.Year}",
        };
    }

    private static DateOnly Monday(DateOnly day)
    {
        while (day.DayOfWeek != DayOfWeek.Monday)
            day = day.AddDays(-1);
        return day;
    }
}
