using System.Text.RegularExpressions;

namespace Callsight.Core;

/// <summary>Which names of time zones are accepted, and what to say about the others.</summary>
internal static partial class ZoneNames
{
    private static readonly Lazy<string[]> All =
        new(() => [.. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).Where(IsIanaName)]);

    /// <summary>Whether the name looks like <c>Area/City</c> (or an old single word such as <c>Japan</c>) and not like an offset.</summary>
    public static bool IsIanaName(string id) =>
        id.Length <= 64 && NamePattern().IsMatch(id) && !OffsetPattern().IsMatch(id) && !ForeignPattern().IsMatch(id);

    public static Problem Unknown(string? id)
    {
        var shown = id is null ? "" : id.Length <= 64 ? id : id[..64];
        var near = shown.Length is 0 or > 40 ? null : NearMatches.Nearest(shown, All.Value);
        var advice = near is null ? "Use a name such as Europe/Berlin or UTC." : $"Did you mean {near}?";
        var what = OffsetPattern().IsMatch(shown)
            ? "is an offset, not a time zone: it knows no clock changes"
            : "is not an IANA time zone";
        return new Problem("time_zone.unknown", $"'{shown}' {what}. {advice}");
    }

    [GeneratedRegex(@"^[A-Z][A-Za-z0-9_+\-]*(/[A-Za-z0-9_+\-]+){0,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^((UTC|GMT|Z)?\s*[+\-\u2212]?\s*[0-9]{1,2}([:.]?[0-9]{2})?|Z)\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex OffsetPattern();

    // Not zones but words of the machine: its own zone, and placeholders of the zone database.
    [GeneratedRegex(@"^(Local|Factory|SystemV/.*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex ForeignPattern();
}
