using Callsight.Core;
using static Callsight.Tests.Core.Time.Zones;

namespace Callsight.Tests.Core.Time;

public sealed class RelativeTimeTests
{
    // Sunday 8 March 2026, 13:30 in New York; the clocks sprang at 02:00.
    private static readonly RelativeTime Sunday = new(At("2026-03-08T17:30+00:00"), Zone("America/New_York"));

    [Theory]
    [InlineData("now", "2026-03-08T17:30+00:00")]
    [InlineData("today", "2026-03-08T05:00+00:00")]
    [InlineData("yesterday", "2026-03-07T05:00+00:00")]
    [InlineData("tomorrow", "2026-03-09T04:00+00:00")]
    [InlineData("this_week", "2026-03-02T05:00+00:00")]
    [InlineData("next_week", "2026-03-09T04:00+00:00")]
    [InlineData("last_month", "2026-02-01T05:00+00:00")]
    [InlineData("this_quarter", "2026-01-01T05:00+00:00")]
    [InlineData("next_quarter", "2026-04-01T04:00+00:00")]
    [InlineData("last_year", "2025-01-01T05:00+00:00")]
    [InlineData("2026-03-01", "2026-03-01T05:00+00:00")]
    [InlineData("-1d", "2026-03-07T18:30+00:00")] // 13:30 the day before, which is 23 hours ago
    [InlineData("-24h", "2026-03-07T17:30+00:00")]
    [InlineData("+90m", "2026-03-08T19:00+00:00")]
    [InlineData("-1w", "2026-03-01T18:30+00:00")]
    [InlineData("-1y", "2025-03-08T18:30+00:00")]
    public void An_expression_stands_for_an_instant(string expression, string instant) =>
        Sunday.Resolve(expression).Value.ShouldBe(At(instant));

    [Theory]
    [InlineData("2026-03-31T12:00+00:00", "-1mo", "2026-02-28T12:00+00:00")]
    [InlineData("2024-03-31T12:00+00:00", "-1mo", "2024-02-29T12:00+00:00")]
    [InlineData("2024-02-29T12:00+00:00", "+1y", "2025-02-28T12:00+00:00")]
    public void A_step_stops_at_the_end_of_a_shorter_month(string now, string step, string instant) =>
        new RelativeTime(At(now), TenantZone.Utc).Resolve(step).Value.ShouldBe(At(instant));

    [Theory]
    [InlineData("2026-03-07T07:30+00:00", "+1d", "2026-03-08T07:30+00:00")] // 02:30 is left out: 03:30
    [InlineData("2026-10-31T05:30+00:00", "+1d", "2026-11-01T05:30+00:00")] // 01:30 comes twice: the first
    public void A_step_onto_a_change_of_clocks_lands_where_wall_times_do(string now, string step, string instant) =>
        new RelativeTime(At(now), Sunday.Zone).Resolve(step).Value.ShouldBe(At(instant));

    [Theory]
    [InlineData("today", "2026-03-08", "2026-03-08")]
    [InlineData("last_7_days", "2026-03-02", "2026-03-08")]
    [InlineData("last_1_days", "2026-03-08", "2026-03-08")]
    [InlineData("this_week", "2026-03-02", "2026-03-08")]
    [InlineData("last_week", "2026-02-23", "2026-03-01")]
    [InlineData("next_week", "2026-03-09", "2026-03-15")]
    [InlineData("this_month", "2026-03-01", "2026-03-08")]
    [InlineData("last_quarter", "2025-10-01", "2025-12-31")]
    [InlineData("last_year", "2025-01-01", "2025-12-31")]
    public void A_named_range_stands_for_days(string name, string first, string last) =>
        Sunday.Days(name).Value.ShouldBe(new DayRange(On(first), On(last)));

    [Theory]
    [InlineData("")]
    [InlineData("Today")]
    [InlineData("7d")]
    [InlineData("-d")]
    [InlineData("- 7d")]
    [InlineData("-7d ")]
    [InlineData("-\uff17d")] // a digit, but not one of ours
    [InlineData("-7x")]
    [InlineData("-40001d")]
    [InlineData("-99999999m")]
    [InlineData("2026-02-29")]
    [InlineData("2026-2-9")]
    public void What_is_no_expression_is_said_to_be_none(string text)
    {
        RelativeTime.IsExpression(text).ShouldBeFalse();
        Sunday.Resolve(text).Problem!.Code.ShouldBe("relative_time.unknown");
    }

    [Theory]
    [InlineData("last_0_days")]
    [InlineData("last_3661_days")]
    [InlineData("last__days")]
    [InlineData("now")]
    [InlineData("-7d")]
    public void What_is_no_range_of_days_is_said_to_be_none(string name) =>
        Sunday.Days(name).Problem!.Code.ShouldBe("day_range.unknown");

    [Fact]
    public void A_slip_is_answered_with_what_was_meant()
    {
        Sunday.Resolve("yesterdy").Problem!.Message.ShouldContain("Did you mean yesterday?");
        Sunday.Days("last_7_day").Problem!.Message.ShouldContain("Did you mean last_7_days?");
    }

    [Theory]
    [InlineData("+60000000m")]
    [InlineData("-60000000m")]
    [InlineData("+1000000h")]
    [InlineData("-40000d")]
    [InlineData("+100y")]
    [InlineData("next_year")]
    [InlineData("last_quarter")]
    public void No_step_falls_off_the_calendar(string expression)
    {
        foreach (var zone in Odd.Select(Zone))
            foreach (var now in new[] { DateTimeOffset.MinValue, DateTimeOffset.MaxValue })
                new RelativeTime(now, zone).Resolve(expression).IsSuccess.ShouldBeTrue();
    }

    [Theory]
    [InlineData("last_3660_days")]
    [InlineData("last_year")]
    [InlineData("next_year")]
    [InlineData("yesterday")]
    [InlineData("tomorrow")]
    public void No_range_of_days_falls_off_the_calendar(string name)
    {
        foreach (var now in new[] { DateTimeOffset.MinValue, DateTimeOffset.MaxValue })
            new RelativeTime(now, TenantZone.Utc).Days(name).IsSuccess.ShouldBeTrue();
    }
}
