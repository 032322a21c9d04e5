using System.Globalization;
using System.Text.RegularExpressions;

namespace Callsight.Analytics.Metrics;

/// <summary>A metric as a question names it: a key, and behind an @ a threshold in seconds or, as in <c>@v2</c>, a version.</summary>
public sealed partial record MetricName(string Key, decimal? ThresholdSeconds, int? Version)
{
    private const decimal MostSeconds = 604_800;

    /// <summary>Reads a name; null where what stands behind the @ is neither.</summary>
    public static MetricName? Parse(string name)
    {
        var at = name.IndexOf('@', StringComparison.Ordinal);
        if (at < 0)
            return new MetricName(name, null, null);
        var (key, suffix) = (name[..at], name[(at + 1)..]);
        if (Versions().IsMatch(suffix))
            return new MetricName(key, null, int.Parse(suffix[1..], CultureInfo.InvariantCulture));
        return Thresholds().IsMatch(suffix) && decimal.Parse(suffix, CultureInfo.InvariantCulture) is var seconds and <= MostSeconds
            ? new MetricName(key, seconds, null)
            : null;
    }

    [GeneratedRegex("^v[1-9][0-9]{0,5}$", RegexOptions.CultureInvariant)]
    private static partial Regex Versions();

    // One spelling for each threshold, so that no column has two names: no leading and no trailing noughts.
    [GeneratedRegex(@"^(0|[1-9][0-9]{0,5})(\.[0-9]{0,2}[1-9])?$", RegexOptions.CultureInvariant)]
    private static partial Regex Thresholds();
}
