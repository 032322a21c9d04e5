using Callsight.Core;
using CsCheck;
using static Callsight.Tests.Core.Time.Zones;

namespace Callsight.Tests.Core.Time;

public sealed class TenantZoneTests
{
    [Theory]
    [InlineData("America/New_York", "2026-03-08", "2026-03-08T05:00+00:00", 23)]
    [InlineData("America/New_York", "2026-11-01", "2026-11-01T04:00+00:00", 25)]
    [InlineData("America/New_York", "2026-07-04", "2026-07-04T04:00+00:00", 24)]
    [InlineData("Asia/Kathmandu", "2026-01-01", "2025-12-31T18:15+00:00", 24)]
    [InlineData("Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00+00:00", 24.5)]
    [InlineData("Australia/Lord_Howe", "2026-10-04", "2026-10-03T13:30+00:00", 23.5)]
    [InlineData("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00+00:00", 23)] // 00:00 to 01:00 left out
    [InlineData("America/Sao_Paulo", "2019-02-16", "2019-02-16T02:00+00:00", 25)] // 23:00 to 24:00 twice
    [InlineData("America/St_Johns", "2006-10-29", "2006-10-29T02:30+00:00", 25)] // midnight twice: back from 00:01 to 23:01
    [InlineData("Pacific/Apia", "2011-12-29", "2011-12-29T10:00+00:00", 24)]
    [InlineData("Pacific/Apia", "2011-12-30", "2011-12-30T10:00+00:00", 0)] // never was
    [InlineData("Pacific/Apia", "2011-12-31", "2011-12-30T10:00+00:00", 24)]
    public void A_day_begins_with_its_first_instant_and_lasts_to_the_next(string id, string day, string start, double hours)
    {
        var range = Zone(id).ToRange(new DayRange(On(day), On(day)));
        range.Start.ShouldBe(At(start));
        range.Length.ShouldBe(TimeSpan.FromHours(hours));
    }

    [Fact]
    public void A_day_begins_at_the_first_minute_that_is_not_before_it() => Gen.Select(Any, Day).Sample((id, day) =>
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        var minute = new DateTimeOffset(midnight, TimeSpan.Zero).AddHours(-38);
        while (Local(id, minute) < midnight)
            minute = minute.AddMinutes(1);
        Zone(id).StartOfDay(day).ShouldBe(minute, $"{id} {day:O}");
    }, iter: 400);

    [Theory]
    [InlineData("America/New_York", "2026-03-08T02:30", "2026-03-08T07:30+00:00")] // left out: 03:30
    [InlineData("America/New_York", "2026-03-08T02:00", "2026-03-08T07:00+00:00")]
    [InlineData("America/New_York", "2026-03-08T01:59", "2026-03-08T06:59+00:00")]
    [InlineData("America/New_York", "2026-03-08T03:00", "2026-03-08T07:00+00:00")]
    [InlineData("America/New_York", "2026-11-01T01:30", "2026-11-01T05:30+00:00")] // twice: the first
    [InlineData("America/New_York", "2026-11-01T02:00", "2026-11-01T07:00+00:00")]
    [InlineData("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:45+00:00")] // half an hour on: 02:45 at +11
    [InlineData("Pacific/Apia", "2011-12-30T15:00", "2011-12-31T01:00+00:00")] // a day on: the 31st, 15:00 at +14
    [InlineData("America/Sao_Paulo", "2018-11-04T00:30", "2018-11-04T03:30+00:00")]
    public void A_wall_time_left_out_moves_on_and_one_that_comes_twice_is_the_first(string id, string local, string instant) =>
        Zone(id).Resolve(DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(At(instant));

    [Fact]
    public void A_wall_time_is_the_first_instant_that_shows_it_or_what_the_old_offset_makes_of_it() =>
        Gen.Select(Any, Day, Gen.Int[0, 1439]).Sample((id, day, minutes) =>
        {
            var local = day.ToDateTime(TimeOnly.MinValue).AddMinutes(minutes);
            var naive = new DateTimeOffset(local, TimeSpan.Zero);
            var offsets = Enumerable.Range(-48, 120).Select(hour => Offset(id, naive.AddHours(hour))).ToList();
            var showing = offsets.Distinct().Select(offset => naive - offset).Where(at => Local(id, at) == local).Order().ToList();
            // No instant shows it: one change jumped over it, and the offset before that one is the smaller.
            var expected = showing.Count > 0 ? showing[0] : naive - offsets.Min();
            Zone(id).Resolve(local).ShouldBe(expected, $"{id} {local:O}");
        }, iter: 2_000);

    [Fact]
    public void Pieces_are_the_range_cut_just_where_the_offset_changes() =>
        Gen.Select(Any, Gen.Int[1900, 2060], Gen.Long[0, 366L * 86_400], Gen.Long[0, 1_000L * 86_400]).Sample((id, year, from, length) =>
        {
            var start = new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(from);
            var range = new TimeRange(start, start.AddSeconds(length));
            var pieces = Zone(id).OffsetPieces(range);
            if (length == 0)
            {
                pieces.ShouldBeEmpty();
                return;
            }

            pieces[0].Range.Start.ShouldBe(range.Start);
            pieces[^1].Range.End.ShouldBe(range.End);
            foreach (var (before, after) in pieces.Zip(pieces.Skip(1)))
            {
                after.Range.Start.ShouldBe(before.Range.End);
                after.Offset.ShouldNotBe(before.Offset);
                Offset(id, after.Range.Start.AddTicks(-1)).ShouldBe(before.Offset, $"{id} {after.Range.Start:O}");
            }

            foreach (var (piece, offset) in pieces)
                for (var at = piece.Start; at < piece.End; at = at.AddDays(3))
                    Offset(id, at).ShouldBe(offset, $"{id} {at:O}");
        }, iter: 300);

    [Fact]
    public void Local_time_agrees_with_the_system() => Gen.Select(Any, Gen.Long[0, DateTime.MaxValue.Ticks]).Sample((id, ticks) =>
    {
        var instant = new DateTimeOffset(ticks, TimeSpan.Zero);
        var local = Zone(id).ToLocal(instant);
        local.ShouldBe(instant);
        Zone(id).ToLocalDay(instant).ShouldBe(DateOnly.FromDateTime(local.DateTime));
        if (ticks > TimeSpan.TicksPerDay && ticks < DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay)
            local.Offset.ShouldBe(Offset(id, instant));
    }, iter: 2_000);

    [Fact]
    public void The_ends_of_the_calendar_are_days_like_others()
    {
        foreach (var zone in Odd.Select(Zone))
        {
            zone.StartOfDay(DateOnly.MinValue).ShouldBeLessThan(At("0001-01-02T12:00+00:00"));
            zone.StartOfDay(DateOnly.MaxValue).ShouldBeGreaterThan(At("9999-12-30T00:00+00:00"));
            zone.ToRange(new DayRange(DateOnly.MaxValue, DateOnly.MaxValue)).End.ShouldBe(DateTimeOffset.MaxValue);
            zone.ToLocal(DateTimeOffset.MaxValue).ShouldBe(DateTimeOffset.MaxValue);
            zone.ToLocal(DateTimeOffset.MinValue).ShouldBe(DateTimeOffset.MinValue);
            zone.Resolve(DateTime.MaxValue).ShouldBeGreaterThan(At("9999-12-30T00:00+00:00"));
            zone.Resolve(DateTime.MinValue).ShouldBeLessThan(At("0001-01-02T12:00+00:00"));
        }
    }

    [Theory]
    [InlineData("+02:00", "offset")]
    [InlineData("UTC+2", "offset")]
    [InlineData("GMT-5", "offset")]
    [InlineData("Europe/Berln", "Did you mean Europe/Berlin?")]
    [InlineData("europe/berlin", "Did you mean Europe/Berlin?")]
    [InlineData("Eastern Standard Time", "is not an IANA time zone")]
    [InlineData("Local", "is not an IANA time zone")]
    [InlineData("../../etc/passwd", "is not an IANA time zone")]
    [InlineData("", "is not an IANA time zone")]
    [InlineData(null, "is not an IANA time zone")]
    public void Only_names_that_know_their_clock_changes_are_zones(string? id, string says)
    {
        var problem = TenantZone.Find(id).Problem.ShouldNotBeNull();
        problem.Code.ShouldBe("time_zone.unknown");
        problem.Message.ShouldContain(says);
    }

    [Fact]
    public void A_name_of_any_length_is_answered_briefly() =>
        TenantZone.Find(new string('A', 1_000_000)).Problem!.Message.Length.ShouldBeLessThan(300);

    [Fact]
    public void Zones_are_equal_by_name()
    {
        TenantZone.Find("Europe/Berlin").Value.ShouldBe(TenantZone.Find("Europe/Berlin").Value);
        TenantZone.Find("Etc/UTC").Value.ShouldBe(TenantZone.Utc);
        TenantZone.Find("Europe/Berlin").Value.ShouldNotBe(TenantZone.Find("Europe/Paris").Value);
    }
}
