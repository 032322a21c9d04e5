using System.Text.Json.Nodes;

namespace Callsight.App.Imports;

/// <summary>A row of a file.</summary>
/// <param name="Cells">The text of each column, by its place in <see cref="IRowFile.Columns"/>. May be shorter.</param>
/// <param name="Fault">What makes it unreadable; null when nothing does.</param>
/// <param name="Nested">Objects and lists in place of a text, by column; null where there are none.</param>
/// <param name="Line">The row as it stands in the file, where that is needed to give it back.</param>
internal sealed record FileRow(
    IReadOnlyList<string?> Cells, string? Fault = null, IReadOnlyList<JsonNode?>? Nested = null, string? Line = null);

/// <summary>A refused row: where it stands in the file, counted from 1, and why.</summary>
internal sealed record RefusedRow(FileRow Row, long Number, IReadOnlyList<FieldError> Errors);

/// <summary>A file of rows, read one by one. What cannot be read says so, by row.</summary>
internal interface IRowFile : IDisposable
{
    /// <summary>Where each column stands among the cells.</summary>
    IReadOnlyDictionary<string, int> Columns { get; }

    /// <summary>How much of the file has been read, from 0 to 1.</summary>
    double Share { get; }

    /// <summary>What a file of refused rows begins with.</summary>
    string RefusedHeader { get; }

    /// <summary>The next row; null at the end.</summary>
    FileRow? Read();

    /// <summary>Refused rows with their reasons, in the file's own form, so that they can be mended and imported by the same mapping.</summary>
    string Refused(IEnumerable<RefusedRow> rows);
}

/// <summary>The kinds of files.</summary>
internal static class RowFiles
{
    public const string Csv = "csv";
    public const string JsonLines = "jsonl";

    public static readonly string[] All = [Csv, JsonLines];

    /// <summary>What a file is: as the mapping says, or as its name ends.</summary>
    public static string FormatOf(ImportMapping mapping, string fileName) => mapping.Format
        ?? (Path.GetExtension(fileName).ToUpperInvariant() is ".JSONL" or ".NDJSON" ? JsonLines : Csv);

    /// <summary>Opens the file, if it holds what the mapping needs.</summary>
    public static Result<IRowFile> Open(string path, string format, ImportMapping mapping)
    {
        if (FileText.BadEncoding(path, mapping) is { } problem)
            return problem;
        return format == JsonLines ? JsonLinesFile.Open(path, mapping) : CsvFile.Open(path, mapping);
    }
}
