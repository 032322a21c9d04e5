namespace Callsight.App.CallCentre.Calls;

/// <summary>A telephone number by which a caller is known again, however it was written.</summary>
internal static class CallerNumber
{
    private const int FewestDigits = 3;

    /// <summary>Its digits, without the 00 or + in front of a country's code; null where there are too few to tell anybody.</summary>
    public static string? Of(string? number) => PhoneDigits.Of(number, FewestDigits);
}
