using System.Globalization;
using Callsight.App.CallCentre;
using CsvHelper;

namespace Callsight.App.Imports;

/// <summary>The rows that were refused, as a file to mend and import again: the file's own columns, then the row's number and the reasons.</summary>
internal sealed class RejectedRows(string path, IReadOnlyList<string> names)
{
    /// <summary>Drops what was written for rows that a crash then left uncounted, so that no row is told of twice.</summary>
    public async Task KeepUpToAsync(long row, CancellationToken ct)
    {
        if (!File.Exists(path))
            return;
        var kept = new List<string[]>();
        using (var reader = new CsvParser(new StreamReader(path), CultureInfo.InvariantCulture))
            while (reader.Read())
                if (kept.Count == 0 || (long.TryParse(reader.Record![^2], CultureInfo.InvariantCulture, out var number) && number <= row))
                    kept.Add(reader.Record!);
        await WriteAsync(path + ".new", append: false, kept, ct);
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>Adds the refused ones of a batch. Written before the batch is counted: a crash between the two is mended by the above.</summary>
    public Task AppendAsync(List<string[]> texts, IReadOnlyList<RowResult> results, long first, CancellationToken ct)
    {
        var refused = results.Select((result, i) => (result, i)).Where(r => r.result.Outcome is RowOutcome.Rejected).Select(r => (string[])
        [
            .. texts[r.i].Concat(Enumerable.Repeat("", names.Count)).Take(names.Count),
            (first + r.i).ToString(CultureInfo.InvariantCulture),
            string.Join("; ", r.result.Errors.Select(e => $"{e.Field}: {e.Message}")),
        ]).ToList();
        if (refused.Count == 0)
            return Task.CompletedTask;
        if (!File.Exists(path))
            refused.Insert(0, [.. names, "row", "errors"]);
        return WriteAsync(path, append: true, refused, ct);
    }

    private static async Task WriteAsync(string path, bool append, IEnumerable<string[]> rows, CancellationToken ct)
    {
        await using var csv = new CsvWriter(new StreamWriter(path, append), CultureInfo.InvariantCulture);
        foreach (var row in rows)
        {
            foreach (var field in row)
                csv.WriteField(field);
            await csv.NextRecordAsync();
        }

        await csv.FlushAsync().WaitAsync(ct);
    }
}
