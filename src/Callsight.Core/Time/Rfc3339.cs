using System.Globalization;
using System.Text.RegularExpressions;

namespace Callsight.Core;

/// <summary>Instants as they are written in the API: <c>2026-03-01T08:30:00Z</c> or with an offset such as <c>+01:00</c>.</summary>
public static partial class Rfc3339
{
    /// <summary>Reads an instant; the offset must be there, since without it nobody knows which instant is meant.</summary>
    public static bool TryParse(string text, out DateTimeOffset instant)
    {
        instant = default;
        if (!Pattern().IsMatch(text) || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var parsed))
            return false;
        instant = parsed.ToUniversalTime();
        return true;
    }

    /// <summary>Writes an instant in UTC, with only as many decimals as it has.</summary>
    public static string Write(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?(Z|[+\-][0-9]{2}:[0-9]{2})\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
