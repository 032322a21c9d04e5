using System.Globalization;
using Callsight.App.CallCentre;
using CsvHelper;

namespace Callsight.App.Imports;

/// <summary>The rows that were refused, as a file to mend and import again.</summary>
internal static class RejectedRows
{
    public static async Task AppendAsync(
        string path, IEnumerable<string> header, List<string[]> texts, IReadOnlyList<RowResult> results, long first, CancellationToken ct)
    {
        if (results.All(r => r.Outcome is not RowOutcome.Rejected))
            return;
        var isNew = !File.Exists(path);
        await using var csv = new CsvWriter(new StreamWriter(path, append: true), CultureInfo.InvariantCulture);
        if (isNew)
            await WriteAsync(csv, [.. header, "row", "errors"]);
        for (var i = 0; i < results.Count; i++)
            if (results[i].Outcome is RowOutcome.Rejected)
                await WriteAsync(csv,
                [
                    .. texts[i], (first + i).ToString(CultureInfo.InvariantCulture),
                    string.Join("; ", results[i].Errors.Select(e => $"{e.Field}: {e.Message}")),
                ]);
        await csv.FlushAsync().WaitAsync(ct);
    }

    private static Task WriteAsync(CsvWriter csv, string[] fields)
    {
        foreach (var field in fields)
            csv.WriteField(field);
        return csv.NextRecordAsync();
    }
}
