using Callsight.Core;
using CsCheck;
using static Callsight.Tests.Core.Time.Zones;

namespace Callsight.Tests.Core.Time;

public sealed class TimeRangeTests
{
    private static readonly DateTimeOffset Noon = At("2026-03-08T12:00+00:00");

    [Fact]
    public void A_range_holds_its_start_and_not_its_end()
    {
        var range = new TimeRange(Noon, Noon.AddHours(1));
        range.Contains(Noon).ShouldBeTrue();
        range.Contains(Noon.AddHours(1).AddTicks(-1)).ShouldBeTrue();
        range.Contains(Noon.AddHours(1)).ShouldBeFalse();
        range.Contains(Noon.AddTicks(-1)).ShouldBeFalse();
    }

    [Fact]
    public void Its_ends_are_kept_in_universal_time() =>
        new TimeRange(At("2026-03-08T12:00+02:00"), Noon).Start.Offset.ShouldBe(TimeSpan.Zero);

    [Fact]
    public void It_cannot_end_before_it_starts() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new TimeRange(Noon, Noon.AddTicks(-1)));

    [Fact]
    public void The_shared_part_holds_what_both_hold() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 9], Gen.Int[0, 9], Gen.Int[0, 9]).Sample((a, b, c, d) =>
        {
            var (one, other) = (Range(a, b), Range(c, d));
            var shared = one.Intersect(other);
            for (var hour = 0; hour < 20; hour++)
                shared.Contains(Noon.AddHours(hour)).ShouldBe(one.Contains(Noon.AddHours(hour)) && other.Contains(Noon.AddHours(hour)));
            shared.Length.ShouldBeGreaterThanOrEqualTo(TimeSpan.Zero);
        });

    [Fact]
    public void The_period_before_has_as_many_days_and_ends_right_before()
    {
        var march = new DayRange(On("2026-03-01"), On("2026-03-31"));
        march.Days.ShouldBe(31);
        march.Previous().ShouldBe(new DayRange(On("2026-01-29"), On("2026-02-28")));
    }

    [Fact]
    public void A_year_before_a_leap_day_is_the_last_of_february() =>
        new DayRange(On("2024-02-29"), On("2024-03-01")).YearBefore().ShouldBe(new DayRange(On("2023-02-28"), On("2023-03-01")));

    [Fact]
    public void Days_cannot_run_backwards() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new DayRange(On("2026-03-02"), On("2026-03-01")));

    private static TimeRange Range(int from, int hours) => new(Noon.AddHours(from), Noon.AddHours(from + hours));
}
