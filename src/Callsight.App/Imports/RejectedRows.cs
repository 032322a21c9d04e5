using System.Text;
using Callsight.App.CallCentre;

namespace Callsight.App.Imports;

/// <summary>The rows that were refused, as a file to mend and import again.</summary>
internal sealed class RejectedRows(string path, IRowFile file, ImportMapping mapping)
{
    /// <summary>Drops what was written for rows that a crash then left uncounted, so that no row is told of twice.</summary>
    /// <param name="bytes">How long it was when the last batch was counted; null leaves it as it is.</param>
    public void CutTo(long? bytes)
    {
        if (bytes is null || !File.Exists(path))
            return;
        using var rejected = File.OpenWrite(path);
        rejected.SetLength(Math.Min(rejected.Length, bytes.Value));
    }

    /// <summary>Adds the refused ones of a batch and says how long the file is now. Written before the batch is counted.</summary>
    public async Task<long> AppendAsync(
        IReadOnlyList<RowValues> batch, IReadOnlyList<RowResult> results, long first, CancellationToken ct)
    {
        var refused = results.Select((result, i) => new RefusedRow(batch[i].Row, first + i, result.Errors))
            .Where((_, i) => results[i].Outcome is RowOutcome.Rejected).ToList();
        if (refused.Count == 0)
            return File.Exists(path) ? new FileInfo(path).Length : 0;
        await using var rejected = File.Open(path, FileMode.Append);

        // It is UTF-8. Where the mapping says another encoding, a byte order mark stands above that.
        if (rejected.Length == 0)
            await rejected.WriteAsync(Encoding.UTF8.GetBytes((mapping.Encoding == "utf-8" ? "" : "\uFEFF") + file.RefusedHeader), ct);
        await rejected.WriteAsync(Encoding.UTF8.GetBytes(file.Refused(refused)), ct);
        return rejected.Length;
    }
}
