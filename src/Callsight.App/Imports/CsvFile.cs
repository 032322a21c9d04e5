using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Callsight.App.Imports;

/// <summary>A file of rows under a header, read one by one. What cannot be read says so, by row.</summary>
internal sealed class CsvFile : IDisposable
{
    public const int MostFieldCharacters = 64 * 1024;

    private readonly FileStream stream;
    private readonly CsvParser parser;
    private bool isBad;

    private CsvFile(string path, ImportMapping mapping)
    {
        stream = File.OpenRead(path);
        parser = new CsvParser(new StreamReader(stream, EncodingOf(mapping), detectEncodingFromByteOrderMarks: true),
            new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                Delimiter = mapping.Delimiter.ToString(),
                BadDataFound = _ => isBad = true,
                IgnoreBlankLines = true,
                MaxFieldSize = MostFieldCharacters,
            });
    }

    /// <summary>The header's names, in order.</summary>
    public IReadOnlyList<string> Names { get; private set; } = [];

    /// <summary>Where each name stands.</summary>
    public IReadOnlyDictionary<string, int> Header { get; private set; } = new Dictionary<string, int>();

    /// <summary>How much of the file has been read, from 0 to 1.</summary>
    public double Share => stream.Position / (double)Math.Max(1, stream.Length);

    /// <summary>Opens the file, if it holds what the mapping needs.</summary>
    public static Result<CsvFile> Open(string path, ImportMapping mapping)
    {
        if (BadEncoding(path, mapping) is { } problem)
            return problem;
        var file = new CsvFile(path, mapping);
        var result = file.ReadHeader(mapping);
        if (!result.IsSuccess)
            file.Dispose();
        return result;
    }

    /// <summary>The next row, with what makes it unreadable; null at the end.</summary>
    public (string[] Cells, string? Fault)? Read()
    {
        isBad = false;
        try
        {
            if (!parser.Read())
                return null;
        }
        catch (MaxFieldSizeException)
        {
            throw new InvalidDataException(
                $"Row {parser.Row - 1} has a cell of more than {MostFieldCharacters / 1024} KiB: a quote is probably not closed.");
        }

        var cells = parser.Record!;
        return (cells, isBad ? "The quotes of this row are broken."
            : cells.Length < Names.Count ? $"The row has {cells.Length} cells, the header {Names.Count}."
            : cells.Skip(Names.Count).Any(c => c.Length > 0) ? $"The row has {cells.Length} cells, the header {Names.Count}."
            : cells.Any(c => c.Contains('\0', StringComparison.Ordinal)) ? "The row holds a NUL character."
            : null);
    }

    public void Dispose()
    {
        parser.Dispose();
        stream.Dispose();
    }

    private Result<CsvFile> ReadHeader(ImportMapping mapping)
    {
        if (!parser.Read())
            return new Problem("import.file_empty", "The file is empty.");
        Names = [.. parser.Record!.Select(name => name.Trim())];
        Header = Names.Select((name, index) => (name, index)).GroupBy(c => c.name)
            .ToDictionary(g => g.Key, g => g.First().index, StringComparer.Ordinal);
        var missing = mapping.Fields.Values.SelectMany(f => f.Columns).Where(c => !Header.ContainsKey(c)).Distinct().ToList();
        return missing.Count == 0 ? this : new Problem("import.column_missing",
            $"The file has no column {string.Join(", ", missing)}. It has {string.Join(", ", Names.Take(50))}.");
    }

    /// <summary>Reads the whole file once before anything of it is taken in: half a file of garbled names helps nobody.</summary>
    private static Problem? BadEncoding(string path, ImportMapping mapping)
    {
        using var reader = new StreamReader(path, EncodingOf(mapping), detectEncodingFromByteOrderMarks: true);
        var buffer = new char[64 * 1024];
        var line = 1L;
        try
        {
            int read;
            while ((read = reader.ReadBlock(buffer)) > 0)
                line += buffer.AsSpan(0, read).Count('\n');
            return null;
        }
        catch (DecoderFallbackException)
        {
            return new Problem("import.encoding",
                $"The file is not {mapping.Encoding} (after line {line}). Save it as UTF-8, or say its encoding in the mapping.");
        }
    }

    private static Encoding EncodingOf(ImportMapping mapping) => mapping.Encoding switch
    {
        "latin1" => Encoding.Latin1,
        "utf-16" => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
        _ => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true),
    };
}
