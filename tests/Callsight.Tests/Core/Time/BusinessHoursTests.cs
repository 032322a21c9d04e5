using Callsight.Core;
using CsCheck;

namespace Callsight.Tests.Core.Time;

public sealed class BusinessHoursTests
{
    private static readonly TenantZone Vienna = TenantZone.Find("Europe/Vienna").Value;

    /// <summary>Monday to Friday 9 to 17, with a stretch that overlaps; closed on Christmas.</summary>
    private static readonly BusinessHours Office = new(
        [.. Enumerable.Range(1, 5).Select(day => new OpenHours((DayOfWeek)day, 540, 1_020)), new OpenHours(DayOfWeek.Friday, 600, 1_080)],
        [new DateOnly(2026, 12, 25)]);

    [Theory]
    [InlineData("2026-03-02 10:00", "2026-03-02 11:30", 90)] // inside
    [InlineData("2026-03-02 07:00", "2026-03-02 09:30", 30)] // before opening
    [InlineData("2026-03-02 16:30", "2026-03-03 09:15", 45)] // over a night
    [InlineData("2026-03-06 16:30", "2026-03-09 09:15", 105)] // over a weekend: Friday is open until 18:00, once
    [InlineData("2026-12-24 16:00", "2026-12-28 10:00", 120)] // over a holiday and a weekend
    [InlineData("2026-03-07 10:00", "2026-03-08 10:00", 0)] // nothing but a weekend
    [InlineData("2026-03-02 11:30", "2026-03-02 10:00", 0)] // backwards
    [InlineData("2026-03-27 17:30", "2026-03-30 09:30", 60)] // over the night the clocks go forward
    public void Only_open_time_counts(string from, string until, int minutes) =>
        Office.Between(Local(from), Local(until), Vienna).ShouldBe(TimeSpan.FromMinutes(minutes));

    [Fact]
    public void Always_open_is_all_the_time_even_over_a_change_of_the_clocks()
    {
        var always = new BusinessHours([.. Enum.GetValues<DayOfWeek>().Select(day => new OpenHours(day, 0, 1_440))], []);
        Gen.Int[0, 3_000_000].Select(Gen.Int[0, 3_000_000]).Sample((start, length) =>
        {
            var from = Local("2026-02-25 00:00").AddSeconds(start);
            always.Between(from, from.AddSeconds(length), Vienna).ShouldBe(TimeSpan.FromSeconds(length));
        });
    }

    [Fact]
    public void Parts_add_up() => Gen.Int[0, 3_000_000].Array[3].Sample(seconds =>
    {
        var at = seconds.Order().Select(s => Local("2026-12-15 00:00").AddSeconds(s)).ToArray();
        (Office.Between(at[0], at[1], Vienna) + Office.Between(at[1], at[2], Vienna)).ShouldBe(Office.Between(at[0], at[2], Vienna));
    });

    private static DateTimeOffset Local(string time) =>
        Vienna.Resolve(DateTime.ParseExact(time, "yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture));
}
