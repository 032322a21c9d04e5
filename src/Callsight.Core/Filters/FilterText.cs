namespace Callsight.Core;

/// <summary>How filters see texts.</summary>
public static class FilterText
{
    /// <summary>Folds A to Z and nothing else, so that every store can do the same.</summary>
    public static string LowerAscii(string text) => string.Create(text.Length, text, static (letters, from) =>
    {
        for (var i = 0; i < letters.Length; i++)
            letters[i] = char.IsAsciiLetterUpper(from[i]) ? (char)(from[i] | 0x20) : from[i];
    });
}
