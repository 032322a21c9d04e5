using System.Globalization;

namespace Callsight.Core;

/// <summary>How filters see numbers: as 64-bit floating point, which is what JSON carries and every store has.</summary>
internal static class FilterNumbers
{
    // The cast of the library can be one off in the last place; reading the digits is exact, and is what the stores do.
    public static double ToDouble(decimal number) =>
        double.Parse(number.ToString(CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);
}
