using Callsight.Core;
using Callsight.Tests.Support;

namespace Callsight.Tests.Analytics.Compiling;

/// <summary>Days on which the local label of a moment names another interval than the one it lies in.</summary>
public sealed class BucketKeyTests
{
    [Theory, EveryEngine]
    public async Task A_day_whose_clocks_went_back_over_midnight_keeps_its_repeated_hour(string engineName)
    {
        // On 7 November 2010 at 00:01 the clocks of St. John's went back to 23:01. The day began at the first midnight,
        // 02:30 UTC; what happened in the 59 minutes that the clocks showed the evening before once more is of the new day.
        var days = await CountsAsync(engineName, "America/St_Johns", "2010-11-07", Interval.Day,
            "2010-11-07 02:30", "2010-11-07 03:00", "2010-11-07 03:30");
        days.ShouldBe([("2010-11-07 00:00", 3)]);
    }

    [Theory, EveryEngine]
    public async Task The_day_before_ends_at_the_first_midnight(string engineName)
    {
        var days = await CountsAsync(engineName, "America/St_Johns", "2010-11-06", Interval.Day,
            "2010-11-07 02:29:59", "2010-11-07 03:00");
        days.ShouldBe([("2010-11-06 00:00", 1)]);
    }

    [Theory, EveryEngine]
    public async Task A_day_may_begin_inside_an_hour(string engineName)
    {
        // On 1 January 1986 Nepal went from +05:30 to +05:45 at midnight: the day began at 00:15, which was 18:30 UTC.
        var hours = await CountsAsync(engineName, "Asia/Kathmandu", "1986-01-01", Interval.Hour,
            "1985-12-31 18:30", "1985-12-31 19:14", "1985-12-31 19:15");
        hours.Take(2).ShouldBe([("1986-01-01 00:15", 2), ("1986-01-01 01:00", 1)]);
    }

    [Theory, EveryEngine]
    public async Task A_change_of_half_an_hour_leaves_half_hours(string engineName)
    {
        // On 5 April 2026 at 02:00 the clocks of Lord Howe went back to 01:30, at 15:00 UTC of the day before.
        var hours = await CountsAsync(engineName, "Australia/Lord_Howe", "2026-04-05", Interval.Hour,
            "2026-04-04 14:00", "2026-04-04 14:59", "2026-04-04 15:00", "2026-04-04 15:29", "2026-04-04 15:30");
        hours.Skip(1).Take(3).ShouldBe([("2026-04-05 01:00", 2), ("2026-04-05 01:30", 2), ("2026-04-05 02:00", 1)]);
        hours.Count.ShouldBe(25);
    }

    [Theory, EveryEngine]
    public async Task A_skipped_hour_is_no_hour_and_a_repeated_one_is_two(string engineName)
    {
        var spring = await CountsAsync(engineName, "America/New_York", "2026-03-08", Interval.Hour, "2026-03-08 06:59", "2026-03-08 07:00");
        spring.Skip(1).Take(2).ShouldBe([("2026-03-08 01:00", 1), ("2026-03-08 03:00", 1)]);
        spring.Count.ShouldBe(23);
        var autumn = await CountsAsync(engineName, "America/New_York", "2026-11-01", Interval.Hour, "2026-11-01 05:59", "2026-11-01 06:00");
        autumn.Skip(1).Take(2).ShouldBe([("2026-11-01 01:00", 1), ("2026-11-01 01:00", 1)]);
        autumn.Count.ShouldBe(25);
    }

    [Theory, EveryEngine]
    public async Task A_day_the_zone_left_out_has_no_interval_and_no_events(string engineName) =>
        // Samoa crossed the date line at the end of 29 December 2011; there was no 30th.
        (await CountsAsync(engineName, "Pacific/Apia", "2011-12-30", Interval.Day, "2011-12-30 09:59", "2011-12-30 10:00")).ShouldBeEmpty();

    private static async Task<List<(string Start, decimal? Count)>> CountsAsync(
        string engineName, string zone, string day, Interval interval, params string[] times)
    {
        var engine = await AnalyticsEngine.OpenAsync(engineName);
        var tenant = await Asked.TenantWithAsync(engine, [.. times.Select(time => Rows.Event("page_viewed", time))]);
        var answer = await Asked.AskAsync(engine, Asked.Query("events_total", tenant, day, zone: zone, interval: interval));
        answer.Totals[0].Value.ShouldBe(answer.Rows.Sum(row => row.Figures[0].Value) ?? 0);
        return [.. answer.Rows.Select(row => ($"{row.Timestamp!.Value.DateTime:yyyy-MM-dd HH:mm}", row.Figures[0].Value))];
    }
}
