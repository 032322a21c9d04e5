using System.Globalization;
using System.Text.Json.Nodes;

namespace Callsight.App.Imports;

/// <summary>One row of a file, read through a mapping. Collects what cannot be understood.</summary>
internal sealed class CsvValues(
    ImportMapping mapping, IReadOnlyDictionary<string, int> header, string?[] cells, TenantZone zone)
{
    public List<FieldError> Errors { get; } = [];

    public string? Text(string field)
    {
        if (!mapping.Fields.TryGetValue(field, out var source))
            return null;
        var text = source.Value ?? string.Join(' ', source.Columns.Select(c => Cell(header[c])).Where(c => c.Length > 0));
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

    public JsonObject? Properties()
    {
        JsonObject? properties = null;
        foreach (var field in mapping.Fields.Keys.Where(f => f.StartsWith("properties.", StringComparison.Ordinal)))
            if (Text(field) is { } text)
                (properties ??= [])[field["properties.".Length..]] = text;
        return properties;
    }

    private string Cell(int index) => index < cells.Length ? cells[index]?.Trim() ?? "" : "";

    private static bool HasOffset(string text) =>
        text.EndsWith('Z') || (text.Length > 10 && text.AsSpan(10).IndexOfAny('+', '-') >= 0);

    private static string Short(string text) => text.Length <= 40 ? $"\"{text}\"" : $"\"{text[..40]}…\"";
}
