namespace Callsight.Core;

/// <summary>A telephone number as it is compared, however it was written.</summary>
public static class PhoneDigits
{
    /// <summary>Its digits, without the 00 or + in front of a country's code; null where there are too few to tell anybody.</summary>
    public static string? Of(string? number, int fewest)
    {
        var digits = string.Concat((number ?? "").Where(char.IsAsciiDigit));
        if (digits.StartsWith("00", StringComparison.Ordinal))
            digits = digits[2..];
        return digits.Length < fewest ? null : digits;
    }
}
