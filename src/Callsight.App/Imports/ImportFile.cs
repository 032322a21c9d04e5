using Callsight.App.Data;
using Callsight.App.Tenancy;
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

    /// <summary>Makes an import of a file that is copied into the product's own folder. The same request again is the same import.</summary>
    public async Task<Result<Id<Import>>> AddAsync(
        TenantId tenant, Stream content, string fileName, string mappingJson, bool dryRun, CancellationToken ct, Guid? request = null)
    {
        if (!ImportMapping.Parse(mappingJson).TryGet(out var mapping, out var problem))
            return problem;
        await using var scope = Enter(tenant);
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        if (request is not null && await db.Set<Import>().SingleOrDefaultAsync(i => i.RequestId == request, ct) is { } known)
            return known.Id;
        var name = Path.GetFileName(fileName);
        var import = new Import
        {
            Id = Id<Import>.New(),
            RequestId = request,
            Kind = mapping.Kind,
            FileName = name.Length <= Import.MaxFileNameLength ? name : name[..Import.MaxFileNameLength],
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

        db.Add(import);
        await db.SaveChangesAsync(ct);
        return import.Id;
    }

    /// <summary>Takes the file in, going on where an earlier run was cut off. One that is done is left as it is.</summary>
    public async Task<ImportView> RunAsync(
        TenantId tenant, Id<Import> id, IProgress<ImportProgress>? progress, CancellationToken ct)
    {
        Import import;
        TenantSettings settings;
        await using (var scope = Enter(tenant))
        {
            import = await scope.ServiceProvider.GetRequiredService<AppDb>().Set<Import>().AsNoTracking().SingleAsync(i => i.Id == id, ct);
            settings = await scope.ServiceProvider.GetRequiredService<ITenantSettings>().GetAsync(ct);
        }

        if (import.Status is ImportStatus.Completed or ImportStatus.Failed)
            return ImportView.From(import);
        var mapping = ImportMapping.Parse(import.Mapping).Value;
        var zone = mapping.TimeZone is { } own ? TenantZone.Find(own).Value : settings.Zone;
        if (!CsvFile.Open(PathOf(tenant, id, "csv"), mapping).TryGet(out var csv, out var problem))
            return await FinishAsync(tenant, id, problem.Message, ct);
        using (csv)
        {
            try
            {
                await TakeAllAsync(tenant, import, mapping, zone, csv, progress, ct);
            }
            catch (InvalidDataException failure)
            {
                return await FinishAsync(tenant, id, failure.Message, ct);
            }
        }

        return await FinishAsync(tenant, id, failure: null, ct);
    }

    private async Task TakeAllAsync(
        TenantId tenant, Import import, ImportMapping mapping, TenantZone zone, CsvFile csv, IProgress<ImportProgress>? progress,
        CancellationToken ct)
    {
        for (var skipped = 0L; skipped < import.RowsRead && csv.Read() is not null;)
            skipped++;
        var rejected = new RejectedRows(PathOf(tenant, import.Id, "rejected.csv"), csv.Names);
        await rejected.KeepUpToAsync(import.RowsRead, ct);
        while (true)
        {
            var batch = new List<CsvValues>();
            var texts = new List<string[]>();
            while (batch.Count < BatchRows && csv.Read() is var (cells, fault))
            {
                texts.Add(cells);
                var values = new CsvValues(mapping, csv.Header, cells, zone);
                if (fault is not null)
                    values.Errors.Add(new FieldError("row", fault));
                batch.Add(values);
            }

            if (batch.Count == 0)
                return;
            var done = await TakeAsync(tenant, import.Id, mapping.Kind, batch, texts, rejected, ct);
            progress?.Report(new ImportProgress(csv.Share, done.RowsRead, done.RowsImported, done.RowsUpdated, done.RowsRejected));
        }
    }

    private async Task<Import> TakeAsync(
        TenantId tenant, Id<Import> id, string kind, List<CsvValues> batch, List<string[]> texts, RejectedRows rejected,
        CancellationToken ct)
    {
        await using var scope = Enter(tenant);
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var import = await db.Set<Import>().SingleAsync(i => i.Id == id, ct);
        var first = import.RowsRead + 1;
        var results = await ImportKinds.All[kind].TakeAsync(scope.ServiceProvider, batch, import.DryRun, ct);
        // A dry run forgets everything it tracked; the import's own count must still be kept.
        if (db.Entry(import).State is EntityState.Detached)
            import = await db.Set<Import>().SingleAsync(i => i.Id == id, ct);
        import.Count(results, first);
        await rejected.AppendAsync(texts, results, first, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return import;
    }

    private async Task<ImportView> FinishAsync(TenantId tenant, Id<Import> id, string? failure, CancellationToken ct)
    {
        await using var scope = Enter(tenant);
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var import = await db.Set<Import>().SingleAsync(i => i.Id == id, ct);
        if (import.Status is ImportStatus.Completed or ImportStatus.Failed)
            return ImportView.From(import);
        import.Status = failure is null ? ImportStatus.Completed : ImportStatus.Failed;
        import.Failure = failure?.Length > Import.MaxFailureLength ? failure[..Import.MaxFailureLength] : failure;
        import.FinishedAt = clock.GetUtcNow();
        db.Raise(new CatalogueEvent
        {
            Id = NamedId.Of($"import/{id}/finished"),
            Type = EventCatalogue.ImportCompleted.Name,
            OccurredAt = import.FinishedAt.Value,
            Status = SnakeCase.Of(import.Status.ToString()),
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
}
