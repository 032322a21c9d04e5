using System.Globalization;
using Callsight.App.Reporting.Reports;
using Callsight.Core;

namespace Callsight.Tests.App.Reporting;

public sealed class ReportScheduleTests
{
    /// <summary>Vienna springs from 02:00 to 03:00 on 29 March 2026 and falls back from 03:00 to 02:00 on 25 October.</summary>
    [Theory]
    [InlineData("0 7 * * *", "Europe/Vienna", "2026-03-28T00:00Z", "2026-03-28T06:00Z 2026-03-29T05:00Z 2026-03-30T05:00Z")]
    [InlineData("30 2 * * *", "Europe/Vienna", "2026-03-28T00:00Z", "2026-03-28T01:30Z 2026-03-29T01:00Z 2026-03-30T00:30Z")]
    [InlineData("30 2 * * *", "Europe/Vienna", "2026-10-24T12:00Z", "2026-10-25T00:30Z 2026-10-26T01:30Z")]
    [InlineData("*/30 * * * *", "Europe/Vienna", "2026-10-25T00:10Z", "2026-10-25T00:30Z 2026-10-25T01:00Z 2026-10-25T01:30Z 2026-10-25T02:00Z")]
    [InlineData("0 2 * * *", "Australia/Lord_Howe", "2026-10-03T00:00Z", "2026-10-03T15:30Z 2026-10-04T15:00Z")]
    [InlineData("0 0 * * 1-5", "America/New_York", "2026-03-07T00:00Z", "2026-03-09T04:00Z 2026-03-10T04:00Z")]
    public void Times_are_those_of_the_wall_clock_whatever_it_does(string cron, string zone, string from, string expected)
    {
        var schedule = ReportSchedule.Read(cron, TenantZone.Find(zone).Value, At(from)).Value;
        var (at, times) = (At(from), new List<string>());
        foreach (var _ in expected.Split(' '))
        {
            at = schedule.After(at)!.Value;
            times.Add(at.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture));
        }

        string.Join(' ', times).ShouldBe(expected);
    }

    [Fact]
    public void The_last_time_before_a_moment_is_found_also_after_years()
    {
        var schedule = ReportSchedule.Read("0 7 * * *", TenantZone.Utc, At("2020-01-01T00:00Z")).Value;
        schedule.LastUntil(At("2026-01-05T07:00Z"), At("2026-01-08T06:59Z")).ShouldBe(At("2026-01-07T07:00Z"));
        schedule.LastUntil(At("2026-01-05T07:00Z"), At("2026-01-05T07:00Z")).ShouldBe(At("2026-01-05T07:00Z"));
        schedule.LastUntil(At("2020-01-05T07:00Z"), At("2026-01-08T08:00Z")).ShouldBe(At("2026-01-08T07:00Z"));
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
