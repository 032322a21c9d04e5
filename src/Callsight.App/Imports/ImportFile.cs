using Callsight.App.CallCentre;
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
        await using var scope = scopes.Enter(tenant);
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        if (request is not null && await db.Set<Import>().SingleOrDefaultAsync(i => i.RequestId == request, ct) is { } known)
            return known.Id;
        var name = Path.GetFileName(fileName);
        var format = RowFiles.FormatOf(mapping, name);
        var import = new Import
        {
            Id = Id<Import>.New(),
            RequestId = request,
            Kind = mapping.Kind,
            FileName = name.Length <= Import.MaxFileNameLength ? name : name[..Import.MaxFileNameLength],
            Mapping = mappingJson,
            DryRun = dryRun,
            RecordsChanges = !dryRun,
            CreatedAt = clock.GetUtcNow(),
        };
        var path = PathOf(tenant, import.Id, format);
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
        await using (var scope = scopes.Enter(tenant))
        {
            import = await scope.ServiceProvider.GetRequiredService<AppDb>().Set<Import>().AsNoTracking().SingleAsync(i => i.Id == id, ct);
            settings = await scope.ServiceProvider.GetRequiredService<ITenantSettings>().GetAsync(ct);
        }

        if (import.Status is ImportStatus.Completed or ImportStatus.Failed)
        {
            Forget(tenant, id);
            return ImportView.From(import);
        }

        var mapping = ImportMapping.Parse(import.Mapping).Value;
        var zone = mapping.TimeZone is { } own ? TenantZone.Find(own).Value : settings.Zone;
        var format = RowFiles.All.First(f => File.Exists(PathOf(tenant, id, f)));
        if (!RowFiles.Open(PathOf(tenant, id, format), format, mapping).TryGet(out var file, out var problem))
            return await FinishAsync(tenant, id, problem.Message, ct);
        string? failed = null;
        using (file)
        {
            try
            {
                var rejected = new RejectedRows(PathOf(tenant, id, $"rejected.{format}"), file, mapping);
                await TakeAllAsync(tenant, import, mapping, rejected, zone, file, progress, ct);
            }
            catch (InvalidDataException failure)
            {
                failed = failure.Message;
            }
        }

        return await FinishAsync(tenant, id, failed, ct);
    }

    /// <summary>Deletes the file that was sent: nobody needs it once it is taken in, and it is full of people's names.</summary>
    internal void Forget(TenantId tenant, Id<Import> import)
    {
        foreach (var format in RowFiles.All)
            File.Delete(PathOf(tenant, import, format));
    }

    private async Task TakeAllAsync(
        TenantId tenant, Import import, ImportMapping mapping, RejectedRows rejected, TenantZone zone, IRowFile file,
        IProgress<ImportProgress>? progress, CancellationToken ct)
    {
        // A dry run looks at the file as a whole. It has recorded nothing, and begins again.
        var preview = import.DryRun ? new PreviewRows(ImportKinds.All[mapping.Kind].Key) : null;
        if (preview is not null && import.RowsRead > 0)
            import = await ForgetCountAsync(tenant, import.Id, ct);
        for (var skipped = 0L; skipped < import.RowsRead && file.Read() is not null;)
            skipped++;
        rejected.CutTo(preview is null ? import.RejectedBytes : 0);
        while (true)
        {
            var batch = new List<RowValues>();
            while (batch.Count < BatchRows && file.Read() is { } row)
                batch.Add(new RowValues(mapping, file.Columns, row, zone));
            if (batch.Count == 0)
                return;
            var done = await TakeAsync(tenant, import.Id, ImportKinds.All[mapping.Kind], batch, rejected, preview, ct);
            progress?.Report(new ImportProgress(file.Share, done.RowsRead, done.RowsImported, done.RowsUpdated, done.RowsRejected));
        }
    }

    private async Task<Import> TakeAsync(
        TenantId tenant, Id<Import> id, ImportKind kind, List<RowValues> batch, RejectedRows rejected, PreviewRows? preview,
        CancellationToken ct)
    {
        await using var scope = scopes.Enter(tenant);
        var services = scope.ServiceProvider;
        var db = services.GetRequiredService<AppDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var import = await db.Set<Import>().SingleAsync(i => i.Id == id, ct);
        var first = import.RowsRead + 1;
        using var changes = import.RecordsChanges
            ? new ChangeRecorder(db, import, first, [.. services.GetServices<IUndoTarget>().Select(t => t.Table)]) : null;
        var results = await kind.TakeAsync(services, batch, import.DryRun, ct);
        // A dry run forgets everything it tracked; the import's own count must still be kept.
        if (db.Entry(import).State is EntityState.Detached)
            import = await db.Set<Import>().SingleAsync(i => i.Id == id, ct);
        if (preview is not null)
        {
            results = await preview.AddAsync(batch, results, first, services.GetRequiredService<INames>(), ct);
            import.Preview = preview.Found.ToJson();
        }

        import.Count(results, first);
        import.RejectedBytes = await rejected.AppendAsync(batch, results, first, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return import;
    }

    private async Task<Import> ForgetCountAsync(TenantId tenant, Id<Import> id, CancellationToken ct)
    {
        await using var scope = scopes.Enter(tenant);
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var import = await db.Set<Import>().SingleAsync(i => i.Id == id, ct);
        (import.RowsRead, import.RowsImported, import.RowsUpdated, import.RowsUnchanged, import.RowsRejected) = (0, 0, 0, 0, 0);
        (import.Errors, import.Warnings, import.Preview, import.RejectedBytes) = ("[]", "[]", null, null);
        await db.SaveChangesAsync(ct);
        return import;
    }

    /// <summary>Ends an import that cannot be gone on with through a fault of ours.</summary>
    internal Task GiveUpAsync(TenantId tenant, Id<Import> id, CancellationToken ct) => FinishAsync(tenant, id,
        "It could not be gone on with; the fault is ours and has been logged. What was taken in stays: import the file again, and "
        + "rows that are here already are recognised.", ct);

    private async Task<ImportView> FinishAsync(TenantId tenant, Id<Import> id, string? failure, CancellationToken ct)
    {
        await using var scope = scopes.Enter(tenant);
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
        Forget(tenant, id);
        return ImportView.From(import);
    }
}
