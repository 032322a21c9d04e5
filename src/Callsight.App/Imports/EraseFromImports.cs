using System.Globalization;
using System.Text;
using System.Text.Json;
using Callsight.App.Data;
using Callsight.App.Privacy;
using CsvHelper;
using CsvHelper.Configuration;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.Imports;

/// <summary>
/// Takes a person out of what imports have left behind: files of refused rows, what was said of rows, and how to undo what they changed.
/// The files themselves are deleted as soon as they are taken in.
/// </summary>
internal sealed class EraseFromImports(AppDb db, CurrentTenant tenant, ImportFile files) : IPersonalData
{
    public ErasureStep Step => ErasureStep.Copies;

    public string Name => "imports";

    public async Task<long?> EraseAsync(TracedPerson person, CancellationToken ct)
    {
        if (await db.Set<Import>().AnyAsync(i => i.Status == ImportStatus.Pending || i.Status == ImportStatus.Running
                || i.UndoStatus == UndoStatus.Pending || i.UndoStatus == UndoStatus.Running, ct))
            return null;
        var names = new NamesInRows(person);
        var changed = 0L;
        foreach (var import in await db.Set<Import>().ToListAsync(ct))
        {
            files.Forget(tenant.Id, import.Id);
            var rows = CutRejected(import, names);
            Clean(import, names);
            var changes = await CutChangesAsync(import, person, ct);
            if (rows || changes || db.Entry(import).State is EntityState.Modified)
                changed++;
        }

        await db.SaveChangesAsync(ct);
        return changed;
    }

    /// <summary>Messages may quote what stood in a row.</summary>
    private static void Clean(Import import, NamesInRows names)
    {
        import.Errors = names.WithoutMessages(import.Errors);
        import.Warnings = names.WithoutMessages(import.Warnings);
        if (import.Preview is { } preview && names.AreQuotedIn(preview))
            import.Preview = null;
        if (import.Undo is not null && UndoProgress.Of(import) is var undo && undo.KeptRows.Any(r => names.IsName(r.ExternalId)))
            import.Undo = (undo with { KeptRows = [.. undo.KeptRows.Where(r => !names.IsName(r.ExternalId))] }).ToJson();
    }

    /// <summary>What was made can still be taken back; what was changed stays as it is, since the former values are gone.</summary>
    private async Task<bool> CutChangesAsync(Import import, TracedPerson person, CancellationToken ct)
    {
        var isCut = false;
        await foreach (var change in db.Set<ImportChange>().Where(c => c.ImportId == import.Id).AsAsyncEnumerable().WithCancellation(ct))
        {
            var recorded = change.Read();
            var kept = recorded.Where(c => c.IsNew || !(person.LeadIds.Contains(c.Id) || person.CallIds.Contains(c.Id))).ToList();
            if (kept.Count == recorded.Count)
                continue;
            isCut = true;
            if (kept.Count == 0)
                db.Remove(change);
            else
                (change.Changed, change.Changes) = (kept.Count, ImportChange.Write(kept));
        }

        return isCut;
    }

    private bool CutRejected(Import import, NamesInRows names)
    {
        var isCut = false;
        foreach (var format in RowFiles.All)
        {
            var path = files.PathOf(tenant.Id, import.Id, $"rejected.{format}");
            if (!File.Exists(path))
                continue;
            var before = File.ReadAllText(path, Encoding.UTF8);
            var delimiter = ImportMapping.Parse(import.Mapping).Value.Delimiter;
            var after = format == RowFiles.Csv ? names.WithoutRows(before, delimiter) : names.WithoutLines(before);
            if (after.Length == before.Length)
                continue;
            isCut = true;
            // The new file is complete before it takes the old one's place. What stood at its beginning stays.
            var hasMark = File.ReadAllBytes(path).AsSpan().StartsWith(Encoding.UTF8.Preamble);
            File.WriteAllText(path + ".new", after, new UTF8Encoding(hasMark));
            File.Move(path + ".new", path, overwrite: true);
        }

        return isCut;
    }
}

/// <summary>Finds a person in the rows of files, where a cell may hold nothing but a name in some other system.</summary>
internal sealed class NamesInRows(TracedPerson person)
{
    private readonly PersonText text = new(person);
    private readonly HashSet<string> names =
    [
        .. person.LeadExternalIds, .. person.CallExternalIds, .. person.UserIds, .. person.LeadIds.Select(id => id.ToString()),
    ];

    public bool IsName(string? cell) => cell is { Length: > 0 } && (names.Contains(cell) || text.IsIn(cell));

    /// <summary>Whether any of the names stands in JSON as a text of its own.</summary>
    public bool AreQuotedIn(string json) =>
        text.IsIn(json) || names.Any(name => json.Contains(JsonSerializer.Serialize(name), StringComparison.Ordinal));

    /// <summary>Messages about rows: those that quote a name go.</summary>
    public string WithoutMessages(string json)
    {
        var messages = JsonSerializer.Deserialize<List<RowMessage>>(json)!;
        return messages.RemoveAll(m => text.IsIn(m.Message) || names.Any(n => m.Message.Contains($"'{n}'", StringComparison.Ordinal))) > 0
            ? JsonSerializer.Serialize(messages) : json;
    }

    public string WithoutRows(string csv, char delimiter)
    {
        var kept = new StringBuilder(csv.Length);
        using var parser = new CsvParser(new StringReader(csv), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter.ToString(),
            BadDataFound = null,
        });
        for (var isHeader = true; parser.Read(); isHeader = false)
            if (isHeader || !parser.Record!.Any(IsName))
                kept.Append(parser.RawRecord);
        return kept.ToString();
    }

    public string WithoutLines(string json) => string.Concat(json.Split('\n').Where(line => line.Length > 0)
        .Where(line => !AreQuotedIn(line)).Select(line => line + "\n"));
}
