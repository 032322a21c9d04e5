namespace Callsight.App.Data;

/// <summary>Reads the fixed words in rows from outside, and checks how long the free ones are.</summary>
internal static class RowWords
{
    /// <summary>The value a word stands for, written as in the API or in any case; null when none was given or it is none.</summary>
    public static T? Read<T>(string? text, string field, List<FieldError> faults)
        where T : struct, Enum
    {
        if (text is null)
            return null;
        if (text.Length > 0 && char.IsAsciiLetter(text[0])
            && Enum.TryParse<T>(text.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var value) && Enum.IsDefined(value))
            return value;
        faults.Add(new FieldError(field, $"This is one of {string.Join(", ", Enum.GetNames<T>().Select(SnakeCase.Of))}."));
        return null;
    }

    /// <summary>The value a word of our own stands for.</summary>
    public static T Value<T>(string word)
        where T : struct, Enum => Enum.Parse<T>(word.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);

    public static void CheckLength(List<FieldError> faults, params (string Field, string? Text, int Most)[] texts) =>
        faults.AddRange(texts.Where(t => t.Text?.Length > t.Most)
            .Select(t => new FieldError(t.Field, $"This has more than {t.Most} characters.")));
}
