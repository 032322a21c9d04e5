using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Callsight.App.Imports;

/// <summary>A file of rows under a header. A name that stands there twice means its first column.</summary>
internal sealed class CsvFile : IRowFile
{
    public const int MostFieldCharacters = 64 * 1024;

    private readonly FileStream stream;
    private readonly CsvParser parser;
    private readonly CsvConfiguration settings;
    private IReadOnlyList<string> names = [];
    private bool isBad;

    private CsvFile(string path, ImportMapping mapping)
    {
        stream = File.OpenRead(path);
        settings = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = mapping.Delimiter.ToString(),
            BadDataFound = _ => isBad = true,
            IgnoreBlankLines = true,
            MaxFieldSize = MostFieldCharacters,
        };
        parser = new CsvParser(FileText.Open(stream, mapping), settings);
    }

    public IReadOnlyDictionary<string, int> Columns { get; private set; } = new Dictionary<string, int>();

    public double Share => stream.Position / (double)Math.Max(1, stream.Length);

    public string RefusedHeader => Write([[.. names, "row", "errors"]]);

    public static Result<IRowFile> Open(string path, ImportMapping mapping)
    {
        var file = new CsvFile(path, mapping);
        if (file.ReadHeader(mapping) is not { } problem)
            return file;
        file.Dispose();
        return problem;
    }

    public FileRow? Read()
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
        return new FileRow(cells, isBad ? "The quotes of this row are broken."
            : cells.Length < names.Count ? $"The row has {cells.Length} cells, the header {names.Count}."
            : cells.Skip(names.Count).Any(c => c.Length > 0) ? $"The row has {cells.Length} cells, the header {names.Count}."
            : cells.Any(c => c.Contains('\0', StringComparison.Ordinal)) ? "The row holds a NUL character."
            : null);
    }

    public string Refused(IEnumerable<RefusedRow> rows) => Write(rows.Select(refused => (IReadOnlyList<string?>)
    [
        .. refused.Row.Cells.Concat(Enumerable.Repeat("", names.Count)).Take(names.Count),
        refused.Number.ToString(CultureInfo.InvariantCulture),
        string.Join("; ", refused.Errors.Select(e => $"{e.Field}: {e.Message}")),
    ]));

    public void Dispose()
    {
        parser.Dispose();
        stream.Dispose();
    }

    private Problem? ReadHeader(ImportMapping mapping)
    {
        if (!parser.Read())
            return new Problem("import.file_empty", "The file is empty.");
        names = [.. parser.Record!.Select(name => name.Trim())];
        Columns = names.Select((name, index) => (name, index)).GroupBy(c => c.name)
            .ToDictionary(g => g.Key, g => g.First().index, StringComparer.Ordinal);
        var missing = mapping.Fields.Values.SelectMany(f => f.Columns).Where(c => !Columns.ContainsKey(c)).Distinct().ToList();
        return missing.Count == 0 ? null : new Problem("import.column_missing",
            $"The file has no column {string.Join(", ", missing)}. It has {string.Join(", ", names.Take(50))}.");
    }

    private string Write(IEnumerable<IReadOnlyList<string?>> rows)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using var csv = new CsvWriter(text, settings, leaveOpen: true);
        foreach (var row in rows)
        {
            foreach (var field in row)
                csv.WriteField(field);
            csv.NextRecord();
        }

        csv.Flush();
        return text.ToString();
    }
}
