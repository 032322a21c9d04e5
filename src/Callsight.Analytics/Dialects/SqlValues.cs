using System.Globalization;
using System.Numerics;

namespace Callsight.Analytics.Dialects;

/// <summary>Values as engines bring them back, as we know them.</summary>
internal static class SqlValues
{
    private const double MostOfAFigure = 1e22;

    /// <summary>A figure; absent for nothing, and for sums of free properties that are larger than any decimal, or no number.</summary>
    public static decimal? Figure(object? value) => value switch
    {
        null => null,
        BigInteger big => (decimal)big,
        double number => Math.Abs(number) < MostOfAFigure ? Convert.ToDecimal(number) : null,
        _ => Convert.ToDecimal(value, CultureInfo.InvariantCulture),
    };

    /// <summary>An instant; engines that have no zones bring it as universal time without saying so.</summary>
    public static DateTimeOffset? Instant(object? value) => value switch
    {
        DateTime instant => new DateTimeOffset(DateTime.SpecifyKind(instant, DateTimeKind.Utc)),
        DateTimeOffset instant => instant,
        _ => null,
    };
}
