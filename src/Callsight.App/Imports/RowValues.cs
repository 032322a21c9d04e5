using System.Globalization;
using System.Text.Json.Nodes;

namespace Callsight.App.Imports;

/// <summary>One row of a file, read through a mapping. Collects what cannot be understood.</summary>
internal sealed class RowValues(
    ImportMapping mapping, IReadOnlyDictionary<string, int> columns, FileRow row, TenantZone zone)
{
    private const string PropertyPrefix = "properties.";

    public FileRow Row => row;

    public List<FieldError> Errors { get; } = row.Fault is null ? [] : [new FieldError("row", row.Fault)];

    public string? Text(string field)
    {
        if (!mapping.Fields.TryGetValue(field, out var source))
            return null;
        if (!IsPlain(field, source))
        {
            Errors.Add(new FieldError(field, "This is an object. Name one of its members, by a path such as contact.email."));
            return null;
        }

        var text = Given(source);
        if (text.Length == 0)
            return source.Default;
        if (source.Map is null || source.Value is not null)
            return text;
        if (source.Map.TryGetValue(text, out var mapped))
            return mapped;
        if (source.Default is null)
            Errors.Add(new FieldError(field, $"The mapping does not say what {Short(text)} means."));
        return source.Default;
    }

    public long? Milliseconds(string field)
    {
        if (Text(field) is not { } text)
            return null;
        if (text.Contains(':', StringComparison.Ordinal))
        {
            var sign = text[0] == '-' ? -1 : 1;
            var parts = text.TrimStart('-').Split(':');
            var seconds = 0.0;
            if (parts.Length is 2 or 3 && parts.All(IsPart))
                return sign * (long)Math.Round(seconds * 1_000);

            bool IsPart(string part)
            {
                var isNumber = double.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
                seconds = (seconds * 60) + number;
                return isNumber && number < 1e6;
            }
        }
        else if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 1e9m)
        {
            return (long)Math.Round(number * 1_000);
        }

        Errors.Add(new FieldError(field, $"{Short(text)} is no duration: give seconds, m:ss or h:mm:ss."));
        return null;
    }

    public DateTimeOffset? Instant(string field)
    {
        if (Text(field) is not { } text)
            return null;
        var format = mapping.Fields[field].Format;
        if (format is null && HasOffset(text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant))
            return instant.ToUniversalTime();
        if (format is null
                ? DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
                : DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out local))
            return zone.Resolve(DateTime.SpecifyKind(local, DateTimeKind.Unspecified));
        Errors.Add(new FieldError(field, $"{Short(text)} is no time of the form {format ?? "2026-03-29T14:30:00"}."));
        return null;
    }

    public DateOnly? Day(string field)
    {
        if (Text(field) is not { } text)
            return null;
        var format = mapping.Fields[field].Format ?? "yyyy-MM-dd";
        if (DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        Errors.Add(new FieldError(field, $"{Short(text)} is no day."));
        return null;
    }

    public decimal? Number(string field)
    {
        if (Text(field) is not { } text)
            return null;
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 1e12m)
            return Math.Round(number, 4);
        Errors.Add(new FieldError(field, $"{Short(text)} is no number."));
        return null;
    }

    public bool? Truth(string field)
    {
        switch (Text(field)?.ToUpperInvariant())
        {
            case null: return null;
            case "TRUE" or "Y" or "YES" or "1": return true;
            case "FALSE" or "N" or "NO" or "0": return false;
            default:
                Errors.Add(new FieldError(field, "This is true or false."));
                return null;
        }
    }

    /// <summary>The free properties: texts, but objects and lists as they are.</summary>
    public JsonObject? Properties()
    {
        JsonObject? properties = null;
        foreach (var (field, source) in mapping.Fields.Where(f => f.Key.StartsWith(PropertyPrefix, StringComparison.Ordinal)))
            if (NestedOf(source) is { } nested)
                (properties ??= [])[field[PropertyPrefix.Length..]] = nested.DeepClone();
            else if (Text(field) is { } text)
                (properties ??= [])[field[PropertyPrefix.Length..]] = text;
        return properties;
    }

    /// <summary>By what the row is known again: the texts of the fields, of all of them when these are empty.</summary>
    public string Key(IReadOnlyList<string> fields)
    {
        var texts = fields.Where(mapping.Fields.ContainsKey).Select(f => Given(mapping.Fields[f])).ToList();
        return texts.Any(t => t.Length > 0) ? string.Join(" / ", texts) : "";
    }

    /// <summary>All that the mapping takes from the row.</summary>
    public string Content() => string.Join('\u001f', mapping.Fields.Values.Select(Given));

    private string Given(FieldSource source) =>
        source.Value ?? string.Join(' ', source.Columns.Select(c => Cell(columns[c])).Where(c => c.Length > 0));

    private string Cell(int index) => index < row.Cells.Count ? row.Cells[index]?.Trim() ?? "" : "";

    /// <summary>A list of plain values is a text, with semicolons; an object is one only as a free property.</summary>
    private bool IsPlain(string field, FieldSource source) => row.Nested is null || source.Value is not null
        || field.StartsWith(PropertyPrefix, StringComparison.Ordinal)
        || !source.Columns.Any(c => row.Nested[columns[c]] is JsonObject
            || (row.Nested[columns[c]] is JsonArray list && list.Any(e => e is JsonObject or JsonArray)));

    private JsonNode? NestedOf(FieldSource source) => row.Nested is not null && source is { Value: null, Map: null, Columns: [var only] }
        ? row.Nested[columns[only]]
        : null;

    private static bool HasOffset(string text) =>
        text.EndsWith('Z') || (text.Length > 10 && text.AsSpan(10).IndexOfAny('+', '-') >= 0);

    private static string Short(string text) => text.Length <= 40 ? $"\"{text}\"" : $"\"{text[..40]}…\"";
}
