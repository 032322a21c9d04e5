using System.Globalization;

namespace Callsight.Core;

/// <summary>Which names of fields can be written in a filter.</summary>
internal static class FieldName
{
    private const string Properties = "properties.";

    /// <summary>
    /// Letters, digits and <c>_</c> in parts separated by dots; after <c>properties.</c> anything printable, since
    /// clients name their properties as they like.
    /// </summary>
    public static bool IsValid(string name)
    {
        var from = PropertyFrom(name);
        if (from < 0)
            return name.Length <= FilterLimits.MostNameCharacters && IsPlain(name);
        var property = name.AsSpan(from);
        return (from == Properties.Length || IsPlain(name[..(from - Properties.Length - 1)]))
            && from <= FilterLimits.MostNameCharacters
            && property.Length is > 0 and <= FilterLimits.MostNameCharacters
            && IsPrintable(property);
    }

    private static int PropertyFrom(string name)
    {
        if (name.StartsWith(Properties, StringComparison.Ordinal))
            return Properties.Length;
        var inside = name.IndexOf("." + Properties, StringComparison.Ordinal);
        return inside < 0 ? -1 : inside + 1 + Properties.Length;
    }

    private static bool IsPlain(string name) =>
        name.Split('.').All(part => part.Length > 0 && part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'));

    private static bool IsPrintable(ReadOnlySpan<char> text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == System.Text.Rune.ReplacementChar || System.Text.Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate)
            {
                return false;
            }
        }

        return true;
    }
}
