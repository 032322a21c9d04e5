using System.Text.Json;

namespace Callsight.App.Imports;

/// <summary>Where one field of a row comes from.</summary>
public sealed record FieldSource(
    IReadOnlyList<string> Columns, string? Value, IReadOnlyDictionary<string, string?>? Map, string? Format, string? Default);

/// <summary>How a file's columns become fields of the product. See docs/import.md.</summary>
public sealed record ImportMapping(
    string Kind, string? Format, char Delimiter, string Encoding, string? TimeZone, IReadOnlyDictionary<string, FieldSource> Fields)
{
    private static readonly string[] Encodings = ["utf-8", "utf-16", "latin1"];
    private static readonly string[] Known = ["kind", "format", "delimiter", "encoding", "time_zone", "fields"];
    private static readonly string[] KnownOfField = ["column", "columns", "value", "map", "format", "default"];

    /// <summary>Reads a mapping; everything wrong is named at once.</summary>
    public static Result<ImportMapping> Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return Read(document.RootElement);
        }
        catch (JsonException failure)
        {
            return Problem.InvalidField("mapping", $"The mapping is not JSON (line {failure.LineNumber + 1}).");
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            return Problem.InvalidField("mapping", "A text of the mapping is not valid Unicode.");
        }
    }

    private static Result<ImportMapping> Read(JsonElement root)
    {
        var errors = new List<FieldError>();
        if (root.ValueKind != JsonValueKind.Object)
            return Problem.InvalidField("mapping", "A mapping is a JSON object.");
        Refuse(root, Known, "mapping", errors);
        var kind = Text(root, "kind", "mapping", errors) ?? "";
        if (!ImportKinds.All.TryGetValue(kind, out var allowed))
            return Problem.InvalidField("mapping.kind", $"The kind is one of {string.Join(", ", ImportKinds.All.Keys)}.");
        var format = Text(root, "format", "mapping", errors);
        if (format is not null && !RowFiles.All.Contains(format))
            errors.Add(new FieldError("mapping.format", $"A format is one of {string.Join(", ", RowFiles.All)}."));
        var delimiter = Text(root, "delimiter", "mapping", errors) ?? ",";
        if (delimiter is not [not ('"' or '\r' or '\n')])
            errors.Add(new FieldError("mapping.delimiter", "A delimiter is one character, such as a comma or \\t."));
        var encoding = Text(root, "encoding", "mapping", errors) ?? "utf-8";
        if (!Encodings.Contains(encoding))
            errors.Add(new FieldError("mapping.encoding", $"An encoding is one of {string.Join(", ", Encodings)}."));
        var fields = new Dictionary<string, FieldSource>(StringComparer.Ordinal);
        if (!root.TryGetProperty("fields", out var given) || given.ValueKind != JsonValueKind.Object)
            errors.Add(new FieldError("mapping.fields", "The mapping needs fields."));
        else
            foreach (var field in given.EnumerateObject())
                if (allowed.Knows(field.Name))
                    fields[field.Name] = ReadField(field.Value, $"mapping.fields.{field.Name}", errors);
                else
                    errors.Add(new FieldError($"mapping.fields.{field.Name}", NearMatches.Nearest(field.Name, allowed.Fields) is { } near
                        ? $"There is no such field. Did you mean {near}?" : "There is no such field."));
        var zone = Text(root, "time_zone", "mapping", errors);
        if (zone is not null && TenantZone.Find(zone).Problem is { } unknown)
            errors.Add(new FieldError("mapping.time_zone", unknown.Message));
        return errors.Count > 0 ? Problem.InvalidFields(errors) : new ImportMapping(kind, format, delimiter[0], encoding, zone, fields);
    }

    private static FieldSource ReadField(JsonElement json, string path, List<FieldError> errors)
    {
        if (json.ValueKind == JsonValueKind.String)
            return new FieldSource([json.GetString()!], null, null, null, null);
        if (json.ValueKind != JsonValueKind.Object)
        {
            errors.Add(new FieldError(path, "A field is a column's name or an object."));
            return new FieldSource([], null, null, null, null);
        }

        Refuse(json, KnownOfField, path, errors);
        var columns = new List<string>();
        if (Text(json, "column", path, errors) is { } column)
            columns.Add(column);
        if (json.TryGetProperty("columns", out var several) && several.ValueKind == JsonValueKind.Array)
            columns.AddRange(several.EnumerateArray().Where(c => c.ValueKind == JsonValueKind.String).Select(c => c.GetString()!));
        var value = json.TryGetProperty("value", out var constant) ? Plain(constant) : null;
        if (columns.Count == 0 && value is null)
            errors.Add(new FieldError(path, "Name a column, or give a value."));
        Dictionary<string, string?>? map = null;
        if (json.TryGetProperty("map", out var pairs) && pairs.ValueKind == JsonValueKind.Object)
            map = pairs.EnumerateObject().ToDictionary(p => p.Name, p => Plain(p.Value), StringComparer.Ordinal);
        return new FieldSource(columns, value, map, Text(json, "format", path, errors),
            json.TryGetProperty("default", out var fallback) ? Plain(fallback) : null);
    }

    private static void Refuse(JsonElement json, string[] known, string path, List<FieldError> errors) =>
        errors.AddRange(json.EnumerateObject().Where(p => !known.Contains(p.Name))
            .Select(p => new FieldError($"{path}.{p.Name}", $"There is no such setting; known are {string.Join(", ", known)}.")));

    private static string? Text(JsonElement json, string name, string path, List<FieldError> errors)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString();
        errors.Add(new FieldError($"{path}.{name}", "This is a text."));
        return null;
    }

    private static string? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };
}
