using System.Globalization;
using System.Text.Json;
using Callsight.App.CallCentre;
using Callsight.App.Data;
using Callsight.App.Tenancy;
using CsvHelper;
using CsvHelper.Configuration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Callsight.App.Imports;

/// <summary>How far an import is.</summary>
public sealed record ImportProgress(double Share, long RowsRead, long RowsImported, long RowsUpdated, long RowsRejected);

/// <summary>Takes one file in, batch by batch: each batch and its count are one transaction, so a crash repeats nothing.</summary>
public sealed class ImportFile(IServiceScopeFactory scopes, IOptions<StoreOptions> store, TimeProvider clock)
{
    private const int BatchRows = 500;

    /// <summary>Where the files of an import are kept.</summary>
    internal string PathOf(TenantId tenant, Id<Import> import, string ending) =>
        Path.Combine(store.Value.DataFolder, "imports", tenant.ToString(), $"{import}.{ending}");

    /// <summary>Makes an import of a file that is copied into the product's own folder.</summary>
    public async Task<Result<Id<Import>>> AddAsync(
        TenantId tenant, Stream content, string fileName, string mappingJson, bool dryRun, CancellationToken ct)
    {
        if (!ImportMapping.Parse(mappingJson).TryGet(out var mapping, out var problem))
            return problem;
        var import = new Import
        {
            Id = Id<Import>.New(),
            Kind = mapping.Kind,
            FileName = Path.GetFileName(fileName),
            Mapping = mappingJson,
            DryRun = dryRun,
            CreatedAt = clock.GetUtcNow(),
        };
        var path = PathOf(tenant, import.Id, "csv");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using (var file = File.Create(path))
        {
            await content.CopyToAsync(file, ct);
            file.Flush(flushToDisk: true);
        }

        await using var scope = Enter(tenant);
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        db.Add(import);
        await db.SaveChangesAsync(ct);
        return import.Id;
    }

    /// <summary>Takes the file in, going on where an earlier run was cut off.</summary>
    public async Task<ImportView> RunAsync(
        TenantId tenant, Id<Import> id, IProgress<ImportProgress>? progress, CancellationToken ct)
    {
        await using var scope = Enter(tenant);
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var import = await db.Set<Import>().AsNoTracking().SingleAsync(i => i.Id == id, ct);
        var mapping = ImportMapping.Parse(import.Mapping).Value;
        var zone = mapping.TimeZone is { } own
            ? TenantZone.Find(own).Value
            : (await scope.ServiceProvider.GetRequiredService<ITenantSettings>().GetAsync(ct)).Zone;
        var file = PathOf(tenant, id, "csv");
        await using var stream = File.OpenRead(file);
        using var csv = new CsvParser(new StreamReader(stream, detectEncodingFromByteOrderMarks: true),
            new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                Delimiter = mapping.Delimiter.ToString(),
                BadDataFound = null,
                IgnoreBlankLines = true,
                MaxFieldSize = 64 * 1024,
            });
        if (!csv.Read())
            return await FailAsync(tenant, id, "The file is empty.", ct);
        var header = csv.Record!.Select((name, i) => (Name: name.Trim().TrimStart('\uFEFF'), i)).GroupBy(c => c.Name)
            .ToDictionary(g => g.Key, g => g.First().i, StringComparer.Ordinal);
        var missing = mapping.Fields.Values.SelectMany(f => f.Columns).Where(c => !header.ContainsKey(c)).Distinct().ToList();
        if (missing.Count > 0)
            return await FailAsync(tenant, id,
                $"The file has no column {string.Join(", ", missing)}. It has {string.Join(", ", header.Keys.Take(50))}.", ct);

        for (var skipped = 0L; skipped < import.RowsRead && csv.Read();)
            skipped++;
        var rejected = PathOf(tenant, id, "rejected.csv");
        while (true)
        {
            var batch = new List<CsvValues>();
            var texts = new List<string[]>();
            while (batch.Count < BatchRows && csv.Read())
            {
                texts.Add(csv.Record!);
                batch.Add(new CsvValues(mapping, header, csv.Record!, zone));
            }

            if (batch.Count == 0)
                break;
            var done = await TakeAsync(tenant, id, mapping.Kind, batch, ct);
            await RejectedRows.AppendAsync(rejected, header.Keys, texts, done.Results, done.FirstRow, ct);
            progress?.Report(new ImportProgress(stream.Position / (double)Math.Max(1, stream.Length), done.Import.RowsRead,
                done.Import.RowsImported, done.Import.RowsUpdated, done.Import.RowsRejected));
        }

        return await FinishAsync(tenant, id, ImportStatus.Completed, null, ct);
    }

    private async Task<(Import Import, IReadOnlyList<RowResult> Results, long FirstRow)> TakeAsync(
        TenantId tenant, Id<Import> id, string kind, List<CsvValues> batch, CancellationToken ct)
    {
        await using var scope = Enter(tenant);
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var import = await db.Set<Import>().SingleAsync(i => i.Id == id, ct);
        var first = import.RowsRead + 1;
        var results = kind switch
        {
            "leads" => await TakeAsync(scope, batch, RowReaders.Lead, import.DryRun, ct),
            "calls" => await TakeAsync(scope, batch, RowReaders.Call, import.DryRun, ct),
            _ => await TakeAsync(scope, batch, RowReaders.Spend, import.DryRun, ct),
        };
        // A dry run forgets everything it tracked; the import's own count must still be kept.
        if (db.Entry(import).State is EntityState.Detached)
            import = await db.Set<Import>().SingleAsync(i => i.Id == id, ct);
        import.Status = ImportStatus.Running;
        import.RowsRead += batch.Count;
        import.RowsImported += results.Count(r => r.Outcome is RowOutcome.Imported);
        import.RowsUpdated += results.Count(r => r.Outcome is RowOutcome.Updated);
        import.RowsUnchanged += results.Count(r => r.Outcome is RowOutcome.Unchanged);
        import.RowsRejected += results.Count(r => r.Outcome is RowOutcome.Rejected);
        import.Errors = Append(import.Errors, results, first, r => r.Errors);
        import.Warnings = Append(import.Warnings, results, first, r => r.Warnings);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return (import, results, first);
    }

    private static async Task<IReadOnlyList<RowResult>> TakeAsync<TRow>(
        AsyncServiceScope scope, List<CsvValues> batch, Func<CsvValues, TRow> read, bool dryRun, CancellationToken ct)
    {
        var rows = batch.Select(read).ToList();
        var good = Enumerable.Range(0, rows.Count).Where(i => batch[i].Errors.Count == 0).ToList();
        var taken = await scope.ServiceProvider.GetRequiredService<IRowTarget<TRow>>()
            .TakeAsync([.. good.Select(i => rows[i])], dryRun, ct);
        var results = batch.Select(values => RowResult.Rejected(values.Errors)).ToArray();
        foreach (var (index, result) in good.Zip(taken))
            results[index] = result;
        return results;
    }

    private async Task<ImportView> FailAsync(TenantId tenant, Id<Import> id, string why, CancellationToken ct) =>
        await FinishAsync(tenant, id, ImportStatus.Failed, why.Length <= 500 ? why : why[..500], ct);

    private async Task<ImportView> FinishAsync(
        TenantId tenant, Id<Import> id, ImportStatus status, string? failure, CancellationToken ct)
    {
        await using var scope = Enter(tenant);
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var import = await db.Set<Import>().SingleAsync(i => i.Id == id, ct);
        (import.Status, import.Failure, import.FinishedAt) = (status, failure, clock.GetUtcNow());
        db.Raise(new CatalogueEvent
        {
            Id = Guid.CreateVersion7(),
            Type = EventCatalogue.ImportCompleted.Name,
            OccurredAt = clock.GetUtcNow(),
            Status = SnakeCase.Of(status.ToString()),
            Value = import.RowsRead,
        });
        await db.SaveChangesAsync(ct);
        return ImportView.From(import);
    }

    private AsyncServiceScope Enter(TenantId tenant)
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentTenant>().Enter(tenant);
        return scope;
    }

    private static string Append(
        string json, IReadOnlyList<RowResult> results, long first, Func<RowResult, IReadOnlyList<FieldError>> pick)
    {
        var kept = JsonSerializer.Deserialize<List<RowMessage>>(json)!;
        kept.AddRange(results.SelectMany((r, i) => pick(r).Select(e => new RowMessage(first + i, e.Field, e.Message)))
            .Take(Import.MostMessages - kept.Count));
        return JsonSerializer.Serialize(kept);
    }
}
