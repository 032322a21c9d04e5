using System.Text.Json;
using Callsight.App.CallCentre;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.App.Imports;

/// <summary>Something an import made or changed that stays when it is undone, and why.</summary>
public sealed record KeptRow(string Kind, string? ExternalId, string Reason);

/// <summary>What has been undone so far.</summary>
/// <param name="Total">Changes of the import that were there to be taken back.</param>
/// <param name="Removed">Made by the import, taken out again.</param>
/// <param name="Restored">Changed by the import, back to what they were.</param>
/// <param name="Kept">Left as they are.</param>
/// <param name="Gone">Taken out by somebody else before.</param>
/// <param name="StartedAt">When the undo was asked for.</param>
/// <param name="FinishedAt">When it was done; null before.</param>
/// <param name="KeptRows">The first of those that are kept.</param>
public sealed record UndoProgress(
    long Total, long Removed, long Restored, long Kept, long Gone, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt,
    IReadOnlyList<KeptRow> KeptRows)
{
    public const int MostKeptRows = 1_000;

    internal static UndoProgress Of(Import import) => JsonSerializer.Deserialize<UndoProgress>(import.Undo!)!;

    internal UndoProgress With(string table, IReadOnlyList<UndoResult> results) => this with
    {
        Removed = Removed + results.Count(r => r.Outcome is UndoOutcome.Removed),
        Restored = Restored + results.Count(r => r.Outcome is UndoOutcome.Restored),
        Kept = Kept + results.Count(r => r.Outcome is UndoOutcome.Kept),
        Gone = Gone + results.Count(r => r.Outcome is UndoOutcome.Gone),
        KeptRows = [.. KeptRows, .. results.Where(r => r.Outcome is UndoOutcome.Kept)
            .Select(r => new KeptRow(table, r.Name, r.Reason!)).Take(MostKeptRows - KeptRows.Count)],
    };

    internal string ToJson() => JsonSerializer.Serialize(this);
}

/// <summary>The undoing of an import as the API shows it; rows are things that were made or changed.</summary>
public sealed record UndoView(
    UndoStatus Status, long RowsTotal, long RowsRemoved, long RowsRestored, long RowsKept, long RowsGone,
    IReadOnlyList<KeptRow> Kept, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt)
{
    internal static UndoView? From(Import import) => import.UndoStatus is { } status && UndoProgress.Of(import) is var p
        ? new UndoView(status, p.Total, p.Removed, p.Restored, p.Kept, p.Gone, p.KeptRows, p.StartedAt, p.FinishedAt)
        : null;
}

internal static class UndoImport
{
    public static void Map(RouteGroupBuilder imports) => imports
        .MapPost("/{id:guid}/undo", HandleAsync).WithName("UndoImport").WithSummary("Undo an import")
        .WithDescription("What it made is taken out, with the figures; what it changed becomes what it was, unless somebody changed "
            + "it since: that is listed as kept. A second undo tries what was kept once more.")
        // A repeated request finds its undo by the import's id; and the work must not begin before what it needs is written.
        .WithMetadata(new AnswersAreNotKept())
        .RequireAuthorization(Permissions.ImportsWrite);

    public static async Task<AcceptedAnswer<ImportView>> HandleAsync(
        Guid id, AppDb db, CurrentTenant tenant, ImportRunner runner, TimeProvider clock, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Set<Import>().SingleOrDefaultAsync(i => i.Id == new Id<Import>(id), ct) is not { } import)
            return Problem.NotFound("import");
        if (Refusal(import) is { } problem)
            return problem;
        if (import.UndoStatus is UndoStatus.Pending or UndoStatus.Running
            || (import.UndoStatus is UndoStatus.Completed && !await db.Set<ImportChange>().AnyAsync(c => c.ImportId == import.Id, ct)))
            return ImportView.From(import);
        await AskAsync(db, import, clock, ct);
        await transaction.CommitAsync(ct);
        await runner.AddAsync(tenant.Id, import.Id, ct);
        return ImportView.From(import);
    }

    /// <summary>Notes that an import shall be undone. What an earlier undo kept is tried once more.</summary>
    internal static async Task AskAsync(AppDb db, Import import, TimeProvider clock, CancellationToken ct)
    {
        var changes = db.Set<ImportChange>().Where(c => c.ImportId == import.Id);
        var before = import.UndoStatus is null ? null : UndoProgress.Of(import);
        await changes.ExecuteUpdateAsync(set => set.SetProperty(c => c.IsKept, false), ct);
        import.UndoStatus = UndoStatus.Pending;
        import.Undo = (before is null
            ? new UndoProgress(await changes.SumAsync(c => (long)c.Changed, ct), 0, 0, 0, 0, clock.GetUtcNow(), null, [])
            : before with { Kept = 0, KeptRows = [], FinishedAt = null }).ToJson();
        await db.SaveChangesAsync(ct);
    }

    private static Problem? Refusal(Import import) => import switch
    {
        { DryRun: true } => new Problem("import.dry_run", "A dry run records nothing, so there is nothing to undo.", ProblemKind.Conflict),
        { Status: ImportStatus.Pending or ImportStatus.Running } => new Problem(
            "import.not_finished", "The import is still running. Undo it when it is done.", ProblemKind.Conflict),
        { RecordsChanges: false } => new Problem(
            "import.not_recorded", "An older version made this import without noting what it changed, so it cannot be undone.",
            ProblemKind.Conflict),
        _ => null,
    };
}

/// <summary>Takes back what an import did, from the last batch to the first: each batch and the count are one transaction.</summary>
internal sealed class TakeImportBack(IServiceScopeFactory scopes, TimeProvider clock)
{
    /// <summary>What names others comes before what it names.</summary>
    private static readonly string[] Order =
        ["imported_events", "calls", "campaign_spend", "leads", "campaigns", "queues", "agents"];

    /// <summary>Takes it back, going on where an earlier run was cut off. One that nobody asked for, or that is done, is left as it is.</summary>
    public async Task RunAsync(TenantId tenant, Id<Import> id, IProgress<UndoProgress>? progress, CancellationToken ct)
    {
        List<ImportChange> left;
        await using (var scope = scopes.Enter(tenant))
        {
            var db = scope.ServiceProvider.GetRequiredService<AppDb>();
            if (!await db.Set<Import>().AnyAsync(i =>
                    i.Id == id && (i.UndoStatus == UndoStatus.Pending || i.UndoStatus == UndoStatus.Running), ct))
                return;
            left = await db.Set<ImportChange>().AsNoTracking().Where(c => c.ImportId == id && !c.IsKept)
                .Select(c => new ImportChange
                {
                    Id = c.Id,
                    ImportId = c.ImportId,
                    Table = c.Table,
                    FirstRow = c.FirstRow,
                    Changed = 0,
                    Changes = "",
                }).ToListAsync(ct);
        }

        foreach (var change in left.OrderBy(c => Array.IndexOf(Order, c.Table)).ThenByDescending(c => c.FirstRow))
            if (await TakeBackAsync(tenant, id, change.Id, ct) is { } done)
                progress?.Report(done);
        await FinishAsync(tenant, id, ct);
    }

    private async Task<UndoProgress?> TakeBackAsync(TenantId tenant, Id<Import> id, Id<ImportChange> changeId, CancellationToken ct)
    {
        await using var scope = scopes.Enter(tenant);
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var import = await db.Set<Import>().SingleAsync(i => i.Id == id, ct);
        // Another node may have been faster.
        if (await db.Set<ImportChange>().SingleOrDefaultAsync(c => c.Id == changeId && !c.IsKept, ct) is not { } change)
            return null;
        var recorded = change.Read();
        recorded.Reverse();
        var target = scope.ServiceProvider.GetServices<IUndoTarget>().Single(t => t.Table == change.Table);
        var results = await target.UndoAsync(recorded, ImportKinds.All[import.Kind].Table != change.Table, ct);
        var kept = recorded.Where((_, i) => results[i].Outcome is UndoOutcome.Kept).ToList();
        if (kept.Count == 0)
            db.Remove(change);
        else
            change.Keep([.. kept.AsEnumerable().Reverse()]);
        if (results.Select(r => r.Retracts).OfType<Guid>().ToList() is { Count: > 0 } retracted)
            db.Raise(Undone(import) with { Retracts = retracted });
        var done = UndoProgress.Of(import).With(change.Table, results);
        (import.UndoStatus, import.Undo) = (UndoStatus.Running, done.ToJson());
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return done;
    }

    private async Task FinishAsync(TenantId tenant, Id<Import> id, CancellationToken ct)
    {
        await using var scope = scopes.Enter(tenant);
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var import = await db.Set<Import>().SingleAsync(i => i.Id == id, ct);
        import.UndoStatus = UndoStatus.Completed;
        import.Undo = (UndoProgress.Of(import) with { FinishedAt = clock.GetUtcNow() }).ToJson();
        db.Raise(Undone(import));
        await db.SaveChangesAsync(ct);
    }

    /// <summary>One event for each import, however many batches tell of it.</summary>
    private CatalogueEvent Undone(Import import) => new()
    {
        Id = NamedId.Of($"import/{import.Id}/undone"),
        Type = EventCatalogue.ImportUndone.Name,
        OccurredAt = clock.GetUtcNow(),
        Replaces = true,
    };
}
