using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Callsight.App.Imports;

/// <summary>
/// A file with a JSON object on each line. Its columns are those the mapping names: a member, or a path to one such as
/// <c>contact.email</c>; a line that lacks one has an empty cell there.
/// </summary>
internal sealed class JsonLinesFile : IRowFile
{
    public const int MostLineCharacters = 1024 * 1024;
    private const int MostShownOfBrokenLine = 10_000;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };
    private static readonly JsonDocumentOptions Lax = new() { MaxDepth = 32 };
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly FileStream stream;
    private readonly TextLines lines;
    private readonly IReadOnlyList<(string Name, string[] Path)> columns;
    private (string Text, bool IsCut)? ahead;

    private JsonLinesFile(string path, ImportMapping mapping)
    {
        stream = File.OpenRead(path);
        lines = new TextLines(FileText.Open(stream, mapping), MostLineCharacters);
        columns = [.. mapping.Fields.Values.SelectMany(f => f.Columns).Distinct().Select(c => (c, c.Split('.')))];
        Columns = columns.Select((column, index) => (column.Name, index)).ToDictionary(c => c.Name, c => c.index, StringComparer.Ordinal);
        ahead = lines.Next();
    }

    public IReadOnlyDictionary<string, int> Columns { get; }

    public double Share => stream.Position / (double)Math.Max(1, stream.Length);

    public string RefusedHeader => "";

    public static Result<IRowFile> Open(string path, ImportMapping mapping)
    {
        var file = new JsonLinesFile(path, mapping);
        if (file.ahead is not null)
            return file;
        file.Dispose();
        return new Problem("import.file_empty", "The file is empty.");
    }

    public FileRow? Read()
    {
        if (ahead is not var (text, isCut))
            return null;
        ahead = lines.Next();
        return isCut
            ? new FileRow([], $"The line has more than {MostLineCharacters / 1024} KiB.", Line: text)
            : ReadLine(text);
    }

    /// <summary>Objects get their reasons as two more members; a line that is none comes back as one member of an object.</summary>
    public string Refused(IEnumerable<RefusedRow> rows) => string.Concat(rows.Select(refused =>
    {
        var line = refused.Row.Line ?? "";
        var given = ObjectOf(line) ?? new JsonObject
        {
            ["_line"] = line.Length <= MostShownOfBrokenLine ? line : line[..MostShownOfBrokenLine],
        };
        given["_row"] = refused.Number;
        given["_errors"] = new JsonArray([.. refused.Errors.Select(e => new JsonObject { ["field"] = e.Field, ["message"] = e.Message })]);
        return given.ToJsonString(Plain) + "\n";
    }));

    public void Dispose() => lines.Dispose();

    private FileRow ReadLine(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line, Strict);
            if (json.RootElement.ValueKind is not JsonValueKind.Object)
                return new FileRow([], "The line is not a JSON object.", Line: line);
            if (HoldsNul(json.RootElement))
                return new FileRow([], "The row holds a NUL character.", Line: line);
            var cells = new string?[columns.Count];
            JsonNode?[]? nested = null;
            for (var i = 0; i < cells.Length; i++)
            {
                if (Find(json.RootElement, columns[i].Name, columns[i].Path) is not { } value)
                    continue;
                cells[i] = TextOf(value);
                if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                    (nested ??= new JsonNode?[cells.Length])[i] = JsonNode.Parse(value.GetRawText());
                if (cells[i]?.Length > CsvFile.MostFieldCharacters)
                    return new FileRow([], $"{columns[i].Name} has more than {CsvFile.MostFieldCharacters / 1024} KiB.", Line: line);
            }

            return new FileRow(cells, null, nested, line);
        }
        catch (JsonException failure)
        {
            return new FileRow([], HasNameTwice(line) ? "A name stands twice in an object of this line."
                : $"The line is not valid JSON, at byte {failure.BytePositionInLine + 1}.", Line: line);
        }
        catch (InvalidOperationException)
        {
            return new FileRow([], "A text of this line is not valid Unicode: half a surrogate pair.", Line: line);
        }
    }

    /// <summary>A member of just this name, dots and all; else the member the path leads to.</summary>
    private static JsonElement? Find(JsonElement json, string name, string[] path)
    {
        if (json.TryGetProperty(name, out var found))
            return found;
        foreach (var step in path)
            if (json.ValueKind is not JsonValueKind.Object || !json.TryGetProperty(step, out json))
                return null;
        return json;
    }

    /// <summary>What a CSV would have in its place: a list of plain values as tags are written, an object as its JSON.</summary>
    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Array when value.EnumerateArray().All(IsPlain) => string.Join(';', value.EnumerateArray().Select(TextOf)),
        _ => value.GetRawText(),
    };

    private static bool IsPlain(JsonElement value) => value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array);

    /// <summary>Reads every text on the way, so that one that is no Unicode is found wherever it stands.</summary>
    private static bool HoldsNul(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Any(p => p.Name.Contains('\0', StringComparison.Ordinal) || HoldsNul(p.Value)),
        JsonValueKind.Array => value.EnumerateArray().Any(HoldsNul),
        JsonValueKind.String => value.GetString()!.Contains('\0', StringComparison.Ordinal),
        _ => false,
    };

    private static bool HasNameTwice(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line, Lax);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static JsonObject? ObjectOf(string line)
    {
        try
        {
            var given = JsonNode.Parse(line, null, Strict) as JsonObject;
            // Also tells whether all its texts can be written.
            return given?.ToJsonString(Plain) is null ? null : given;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
