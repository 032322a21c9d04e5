using Callsight.App.Reporting.Alerts;
using Callsight.Core;

namespace Callsight.Tests.App.Reporting.Alerts;

public sealed class AlertIntervalTests
{
    private static readonly TenantZone Vienna = TenantZone.Find("Europe/Vienna").Value;

    /// <summary>Vienna springs from 02:00 to 03:00 on 29 March 2026 and falls back from 03:00 to 02:00 on 25 October.</summary>
    [Theory]
    [InlineData(AlertInterval.Hour, "2026-03-29T03:30+02:00", "2026-03-29T00:00+01:00 2026-03-29T01:00+01:00", "2026-03-29T04:00+02:00")]
    [InlineData(AlertInterval.Hour, "2026-10-25T02:30+01:00", "2026-10-25T01:00+02:00 2026-10-25T02:00+02:00", "2026-10-25T03:00+01:00")]
    [InlineData(AlertInterval.Day, "2026-03-30T00:00+02:00", "2026-03-28T00:00+01:00 2026-03-29T00:00+01:00", "2026-03-31T00:00+02:00")]
    [InlineData(AlertInterval.Day, "2026-03-29T23:59+02:00", "2026-03-27T00:00+01:00 2026-03-28T00:00+01:00", "2026-03-30T00:00+02:00")]
    [InlineData(AlertInterval.Week, "2026-03-30T00:00+02:00", "2026-03-16T00:00+01:00 2026-03-23T00:00+01:00", "2026-04-06T00:00+02:00")]
    [InlineData(AlertInterval.Week, "2026-03-29T12:00+02:00", "2026-03-09T00:00+01:00 2026-03-16T00:00+01:00", "2026-03-30T00:00+02:00")]
    [InlineData(AlertInterval.Month, "2026-04-01T00:00+02:00", "2026-02-01T00:00+01:00 2026-03-01T00:00+01:00", "2026-05-01T00:00+02:00")]
    [InlineData(AlertInterval.Month, "2026-03-31T23:00+02:00", "2026-01-01T00:00+01:00 2026-02-01T00:00+01:00", "2026-04-01T00:00+02:00")]
    public void The_last_intervals_are_those_of_the_wall_clock(AlertInterval interval, string now, string closed, string next)
    {
        var found = AlertIntervals.Before(At(now), interval, Vienna, 2);
        found.Closed.Select(b => b.LocalStart.ToString("yyyy-MM-dd'T'HH:mmzzz", System.Globalization.CultureInfo.InvariantCulture))
            .ShouldBe(closed.Split(' '));
        found.RunningEnd.ShouldBe(At(next));
    }

    [Fact]
    public void Intervals_meet_and_end_with_the_moment_whatever_it_is()
    {
        var random = new Random(5);
        foreach (var zone in new[] { "Europe/Vienna", "Australia/Lord_Howe", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia" })
            foreach (var interval in Enum.GetValues<AlertInterval>())
                for (var i = 0; i < 10; i++)
                {
                    var now = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(random.Next(700 * 24 * 60));
                    var found = AlertIntervals.Before(now, interval, TenantZone.Find(zone).Value, 30);
                    found.Closed.Count.ShouldBe(30);
                    found.Closed.Zip(found.Closed.Skip(1)).ShouldAllBe(pair => pair.First.Range.End == pair.Second.Range.Start);
                    found.Closed[^1].Range.End.ShouldBeLessThanOrEqualTo(now);
                    found.RunningEnd.ShouldBeGreaterThan(now);
                    // Whole ones: the first would be there again if one more were asked for.
                    AlertIntervals.Before(now, interval, TenantZone.Find(zone).Value, 31).Closed.Skip(1).ShouldBe(found.Closed);
                }
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
