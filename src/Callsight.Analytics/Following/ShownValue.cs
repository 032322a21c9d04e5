using System.Globalization;

namespace Callsight.Analytics.Following;

/// <summary>What values look like, made here so that it is the same whatever the engine.</summary>
internal static class ShownValue
{
    public static string? Of(object? value) => value switch
    {
        null => null,
        string text => text,
        decimal money => money.ToString("0.####", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
