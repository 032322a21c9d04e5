using System.Globalization;
using Callsight.Core;

namespace Callsight.Web.Api;

/// <summary>The days a page looks at, as its address says them, and what they are compared with.</summary>
public sealed record DaySpan(DateOnly From, DateOnly To, string CompareWord, DateOnly Today)
{
    public const int DefaultDays = 28;

    public int Days => To.DayNumber - From.DayNumber + 1;

    /// <summary>Whether the last day is not over yet.</summary>
    public bool IsRunning => To >= Today;

    /// <summary>The period as the API's query parameters have it.</summary>
    public string Query => $"start_date={Iso(From)}&end_date={Iso(To)}";

    /// <summary>The period as the addresses of pages have it.</summary>
    public string PageQuery => $"from={Iso(From)}&to={Iso(To)}" + (CompareWord == "previous_period" ? "" : $"&compare={CompareWord}");

    public DaySpan? Compared => CompareWord switch
    {
        "previous_period" => this with { From = From.AddDays(-Days), To = From.AddDays(-1) },
        "previous_year" => this with { From = From.AddYears(-1), To = To.AddYears(-1) },
        _ => null,
    };

    public string Interval => Days switch { 1 => "hour", <= 92 => "day", <= 400 => "week", _ => "month" };

    /// <summary>The days in words: "29 Oct – 25 Nov 2026".</summary>
    public string Words => From == To
        ? To.ToString("d MMM yyyy", CultureInfo.InvariantCulture)
        : $"{From.ToString(From.Year == To.Year ? "d MMM" : "d MMM yyyy", CultureInfo.InvariantCulture)} – " +
          To.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    public string CompareWords => Compared is { } before ? $"vs {before.Words}" : "";

    /// <summary>The ranges people ask for most, each of whole days so that like is compared with like.</summary>
    public IEnumerable<(string Title, DateOnly From, DateOnly To)> Presets =>
    [
        ("Today", Today, Today),
        ("Yesterday", Today.AddDays(-1), Today.AddDays(-1)),
        ("Last 7 days", Today.AddDays(-7), Today.AddDays(-1)),
        ("Last 28 days", Today.AddDays(-28), Today.AddDays(-1)),
        ("This month", new DateOnly(Today.Year, Today.Month, 1), Today),
        ("Last month", new DateOnly(Today.Year, Today.Month, 1).AddMonths(-1), new DateOnly(Today.Year, Today.Month, 1).AddDays(-1)),
        ("This year", new DateOnly(Today.Year, 1, 1), Today),
        ("Last 12 months", Today.AddYears(-1), Today.AddDays(-1)),
    ];

    /// <summary>Reads what the address says; where it says nothing sensible, the last 28 whole days.</summary>
    public static DaySpan Read(string? from, string? to, string? compare, DateTimeOffset now, string? zone)
    {
        var today = (TenantZone.Find(zone).TryGet(out var known, out _) ? known : TenantZone.Find("UTC").Value).ToLocalDay(now);
        var word = compare is "previous_year" or "none" ? compare : "previous_period";
        return DateOnly.TryParseExact(from, "yyyy-MM-dd", out var first) && DateOnly.TryParseExact(to, "yyyy-MM-dd", out var last)
            && first <= last && first.Year >= 1970 && last.Year < 2200
            ? new DaySpan(first, last, word, today)
            : new DaySpan(today.AddDays(-DefaultDays), today.AddDays(-1), word, today);
    }

    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
