using Callsight.Core;
using CsCheck;
using static Callsight.Tests.Core.Time.Zones;

namespace Callsight.Tests.Core.Time;

public sealed class TimeBucketsTests
{
    [Theory]
    [InlineData("America/New_York", "2026-03-08", "2026-03-08", Interval.Hour, 23)]
    [InlineData("America/New_York", "2026-11-01", "2026-11-01", Interval.Hour, 25)]
    [InlineData("Australia/Lord_Howe", "2026-04-05", "2026-04-05", Interval.Hour, 25)] // 01:30 to 02:00 comes twice, as a half hour of its own
    [InlineData("Australia/Lord_Howe", "2026-10-04", "2026-10-04", Interval.Hour, 24)] // 02:30 to 03:00 is all there is of 2 o'clock
    [InlineData("Pacific/Apia", "2011-12-29", "2011-12-31", Interval.Day, 2)]
    [InlineData("Pacific/Apia", "2011-12-30", "2011-12-30", Interval.Day, 0)]
    [InlineData("Pacific/Apia", "2011-12-30", "2011-12-30", Interval.None, 1)]
    [InlineData("America/Sao_Paulo", "2018-11-03", "2018-11-05", Interval.Day, 3)]
    [InlineData("Europe/Berlin", "2026-01-01", "2026-12-31", Interval.Week, 53)] // from Thursday to Thursday
    [InlineData("Europe/Berlin", "2026-01-01", "2026-12-31", Interval.Month, 12)]
    [InlineData("Europe/Berlin", "2026-02-15", "2026-08-15", Interval.Quarter, 3)]
    [InlineData("Europe/Berlin", "2024-12-31", "2026-01-01", Interval.Year, 3)]
    public void A_period_has_so_many_buckets(string id, string first, string last, Interval interval, int count) =>
        TimeBuckets.Cut(new DayRange(On(first), On(last)), interval, Zone(id)).Count.ShouldBe(count);

    [Fact]
    public void A_repeated_hour_is_told_from_the_first_by_its_offset()
    {
        var buckets = TimeBuckets.Cut(new DayRange(On("2026-11-01"), On("2026-11-01")), Interval.Hour, Zone("America/New_York"));
        buckets[1].LocalStart.EqualsExact(At("2026-11-01T01:00-04:00")).ShouldBeTrue();
        buckets[2].LocalStart.EqualsExact(At("2026-11-01T01:00-05:00")).ShouldBeTrue();
    }

    [Fact]
    public void The_first_and_last_are_clipped_to_the_range()
    {
        var range = new TimeRange(At("2026-02-10T10:20+00:00"), At("2026-04-01T00:01+00:00"));
        var months = TimeBuckets.Cut(range, Interval.Month, TenantZone.Utc);
        months.Select(bucket => bucket.Range).ShouldBe([
            new TimeRange(range.Start, At("2026-03-01T00:00+00:00")),
            new TimeRange(At("2026-03-01T00:00+00:00"), At("2026-04-01T00:00+00:00")),
            new TimeRange(At("2026-04-01T00:00+00:00"), range.End),
        ]);
        months.Select(bucket => bucket.Day).ShouldBe([On("2026-02-10"), On("2026-03-01"), On("2026-04-01")]);
        var hours = TimeBuckets.Cut(new TimeRange(range.Start, range.Start.AddMinutes(50)), Interval.Hour, TenantZone.Utc);
        hours.Select(bucket => bucket.Range.Length.TotalMinutes).ShouldBe([40, 10]);
    }

    [Fact]
    public void An_empty_range_has_no_buckets_but_one_figure()
    {
        var empty = new TimeRange(At("2026-03-08T00:00+00:00"), At("2026-03-08T00:00+00:00"));
        foreach (var interval in Enum.GetValues<Interval>())
            TimeBuckets.Cut(empty, interval, Zone("America/New_York")).Count.ShouldBe(interval is Interval.None ? 1 : 0);
    }

    [Fact]
    public void Buckets_of_days_begin_where_their_days_do() =>
        Gen.Select(Any, Day, Gen.Int[0, 800], Gen.Int[2, 6]).Sample((id, first, days, of) =>
        {
            var (interval, zone) = ((Interval)of, Zone(id));
            var range = zone.ToRange(new DayRange(first, first.AddDays(days)));
            var starts = Enumerable.Range(1, days).Select(first.AddDays)
                .Where(day => Begins(interval, day)).Select(zone.StartOfDay)
                .Prepend(range.Start).Where(start => start < range.End).Distinct().ToList();
            ShouldBe(TimeBuckets.Cut(range, interval, zone), starts, range, $"{id} {interval} {first:O}+{days}");
        }, iter: 400);

    [Fact]
    public void Hours_begin_on_the_hour_and_at_every_change_of_clocks() => Gen.Select(Any, Day, Gen.Int[0, 1439]).Sample((id, day, minutes) =>
    {
        var zone = Zone(id);
        var range = new TimeRange(zone.StartOfDay(day).AddMinutes(minutes), zone.StartOfDay(day.AddDays(2)));
        if (range.Length <= TimeSpan.Zero)
            return;
        var starts = new List<DateTimeOffset> { range.Start };
        for (var at = range.Start.AddMinutes(1); at < range.End; at = at.AddMinutes(1))
            if (Local(id, at).Minute == 0 || Offset(id, at) != Offset(id, at.AddMinutes(-1)))
                starts.Add(at);
        ShouldBe(TimeBuckets.Cut(range, Interval.Hour, zone), starts, range, $"{id} {range}");
    }, iter: 200);

    [Fact]
    public void The_rough_count_is_never_too_low() =>
        Gen.Select(Any, Day, Gen.Int[0, 900], Gen.Int[0, 6]).Sample((id, first, days, interval) =>
        {
            var range = Zone(id).ToRange(new DayRange(first, first.AddDays(days)));
            TimeBuckets.RoughCount(range, (Interval)interval).ShouldBeGreaterThanOrEqualTo(
                TimeBuckets.Cut(range, (Interval)interval, Zone(id)).Count, $"{id} {(Interval)interval} {range}");
        }, iter: 300);

    [Fact]
    public void The_ends_of_the_calendar_are_cut_too()
    {
        foreach (var zone in Odd.Select(Zone))
            foreach (var interval in Enum.GetValues<Interval>())
                foreach (var days in new[]
                         {
                             new DayRange(DateOnly.MaxValue.AddDays(-40), DateOnly.MaxValue),
                             new DayRange(DateOnly.MinValue, DateOnly.MinValue.AddDays(40)),
                         })
                {
                    var buckets = TimeBuckets.Cut(days, interval, zone);
                    buckets[0].Range.Start.ShouldBe(zone.ToRange(days).Start);
                    buckets[^1].Range.End.ShouldBe(zone.ToRange(days).End);
                }
    }

    private static bool Begins(Interval interval, DateOnly day) => interval switch
    {
        Interval.Week => day.DayOfWeek is DayOfWeek.Monday,
        Interval.Month => day.Day == 1,
        Interval.Quarter => day is { Day: 1, Month: 1 or 4 or 7 or 10 },
        Interval.Year => day is { Day: 1, Month: 1 },
        _ => true,
    };

    private static void ShouldBe(IReadOnlyList<TimeBucket> buckets, List<DateTimeOffset> starts, TimeRange range, string what)
    {
        buckets.Select(bucket => bucket.Range.Start).ShouldBe(starts, what);
        buckets.Select(bucket => bucket.Range.End).ShouldBe(starts.Count == 0 ? [] : starts.Skip(1).Append(range.End), what);
    }
}
