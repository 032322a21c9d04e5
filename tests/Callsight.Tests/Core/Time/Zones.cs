using System.Globalization;
using Callsight.Core;
using CsCheck;

namespace Callsight.Tests.Core.Time;

/// <summary>Zones with every oddity that clocks have shown, and plain arithmetic to hold the product's to.</summary>
internal static class Zones
{
    // Half hours and quarters; changes of half an hour, of two hours and at one minute past midnight; changes in spring and
    // back in Ramadan; midnights and whole days left out; none at all.
    public static readonly string[] Odd =
    [
        "UTC", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Sao_Paulo", "Pacific/Apia", "Pacific/Kwajalein",
        "America/St_Johns", "Africa/Casablanca", "Africa/Cairo", "Antarctica/Troll", "Europe/Dublin", "Europe/Berlin", "Asia/Tehran",
        "Asia/Gaza", "America/Caracas", "Asia/Pyongyang", "Pacific/Kiritimati", "Atlantic/Azores",
    ];

    public static Gen<string> Any => Gen.Int[0, Odd.Length - 1].Select(index => Odd[index]);

    /// <summary>Days since changes of clocks fall on whole minutes everywhere.</summary>
    public static Gen<DateOnly> Day { get; } =
        Gen.Int[new DateOnly(1985, 1, 1).DayNumber, new DateOnly(2036, 12, 31).DayNumber].Select(DateOnly.FromDayNumber);

    public static TenantZone Zone(string id) => TenantZone.Find(id).Value;

    public static TimeSpan Offset(string id, DateTimeOffset instant) =>
        TimeZoneInfo.FindSystemTimeZoneById(id).GetUtcOffset(instant);

    public static DateTime Local(string id, DateTimeOffset instant) => instant.UtcDateTime + Offset(id, instant);

    public static DateTimeOffset At(string text) =>
        DateTimeOffset.ParseExact(text, ["yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz"], CultureInfo.InvariantCulture);

    public static DateOnly On(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
