using System.Globalization;
using System.Text.Json;

namespace Callsight.Core;

/// <summary>Compares the values fields have in memory with those filters want.</summary>
internal static class FieldValue
{
    // A JSON object or array: there, but equal to nothing a filter can name.
    private static readonly object Other = new();

    /// <summary>One of text, double, bool, instant, id, list of texts, something else; or null when missing.</summary>
    public static object? From(object? value) => value switch
    {
        null or string or bool or double or Guid => value,
        decimal number => FilterNumbers.ToDouble(number),
        DateTimeOffset instant => FilterTimes.ToMicrosecond(instant),
        JsonElement json => From(json),
        IEnumerable<string> texts => texts.ToArray() is { Length: > 0 } some ? some : null,
        DateTime { Kind: DateTimeKind.Local } local => From(new DateTimeOffset(local.ToUniversalTime())),
        DateTime time => From(new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc))),
        byte or sbyte or short or ushort or int or uint or long or ulong or float =>
            Convert.ToDouble(value, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"A field cannot have a value of type {value.GetType().Name}.", nameof(value)),
    };

    /// <summary>Less than, equal to or greater than nought as the actual value is to the wanted one; null when they are of different kinds.</summary>
    public static int? Compare(object? actual, FilterValue wanted) => (actual, wanted) switch
    {
        (string text, FilterValue.Text(var other)) => CompareTexts(text, other),
        (double number, FilterValue.Number other) => double.IsNaN(number) ? null : number.CompareTo(other.AsDouble),
        (bool truth, FilterValue.Truth(var other)) => truth.CompareTo(other),
        (DateTimeOffset instant, FilterValue.Instant(var other)) => instant.CompareTo(other),
        (Guid id, FilterValue.Identity(var other)) => id.CompareTo(other),
        _ => null,
    };

    // By code point, which is also the order of the bytes of UTF-8 and so the stores' own; UTF-16 units differ from it
    // where one side is a surrogate.
    private static int CompareTexts(string left, string right)
    {
        var same = left.AsSpan().CommonPrefixLength(right);
        if (same == left.Length || same == right.Length)
            return left.Length.CompareTo(right.Length);
        var (l, r) = (left[same], right[same]);
        return char.IsSurrogate(l) == char.IsSurrogate(r) ? l.CompareTo(r) : char.IsSurrogate(l) ? 1 : -1;
    }

    private static object? From(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => json.GetDouble(),
        JsonValueKind.String => JsonText.TryGet(json, out var text) ? text : Other,
        _ => Other,
    };
}
