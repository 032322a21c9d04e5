using System.Threading.Channels;
using Callsight.App.Data;
using Callsight.App.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Callsight.App.Imports;

/// <summary>Runs imports and their undoing one after another, in the name of their tenants; those cut off by a stop are gone on with.</summary>
internal sealed class ImportRunner(
    ImportFile imports, TakeImportBack undo, IServiceScopeFactory scopes, TimeProvider clock, ILogger<ImportRunner> logger)
    : BackgroundService
{
    /// <summary>How often an import is tried whose failure waiting does not mend.</summary>
    private const int MostTries = 3;

    private readonly Dictionary<Id<Import>, int> failures = [];
    private readonly Channel<(TenantId Owner, Id<Import> Import)> queue =
        Channel.CreateBounded<(TenantId, Id<Import>)>(1_000);

    public ValueTask AddAsync(TenantId tenant, Id<Import> import, CancellationToken ct) => queue.Writer.WriteAsync((tenant, import), ct);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Beside the work, not before it: there may be more left over than the queue holds.
        var resuming = ResumeAsync(stoppingToken);
        await foreach (var (tenant, import) in queue.Reader.ReadAllAsync(stoppingToken))
        {
            var isTakenIn = false;
            try
            {
                await imports.RunAsync(tenant, import, null, stoppingToken);
                isTakenIn = true;
                await undo.RunAsync(tenant, import, null, stoppingToken);
                failures.Remove(import);
            }
            catch (DbUpdateConcurrencyException) when (queue.Writer.TryWrite((tenant, import)))
            {
                // Somebody changed a row of the batch at the same moment: once more, from the last batch that was kept.
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                logger.LogError(failure, "Import {Import} of tenant {Tenant} was cut off", import, tenant);
                await GoOnAsync(tenant, import, mayFail: !isTakenIn && !BackOff.Helps(failure), stoppingToken);
            }
        }

        await resuming;
    }

    /// <summary>Once more after a pause, from the last batch that was kept. An import that no waiting mends ends as failed; an undo never does.</summary>
    private async Task GoOnAsync(TenantId tenant, Id<Import> import, bool mayFail, CancellationToken ct)
    {
        var failed = failures[import] = failures.GetValueOrDefault(import) + 1;
        if (!mayFail || failed < MostTries || !await TryEndAsync(tenant, import, ct))
            _ = AgainAsync();

        async Task AgainAsync()
        {
            try
            {
                await Task.Delay(BackOff.Of(failed), clock, ct);
                await AddAsync(tenant, import, ct);
            }
            catch (OperationCanceledException)
            {
                // The next start tries again.
            }
        }
    }

    private async Task<bool> TryEndAsync(TenantId tenant, Id<Import> import, CancellationToken ct)
    {
        try
        {
            await imports.GiveUpAsync(tenant, import, ct);
            return failures.Remove(import);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            // Such as a disk that is full: when it is not any more, the import may go on after all.
            logger.LogError(failure, "Import {Import} of tenant {Tenant} could not be ended", import, tenant);
            return false;
        }
    }

    private async Task ResumeAsync(CancellationToken ct)
    {
        List<TenantId> tenants;
        await using (var scope = scopes.CreateAsyncScope())
            tenants = await scope.ServiceProvider.GetRequiredService<ITenantDirectory>().ListAsync(ct);
        foreach (var tenant in tenants)
        {
            await using var scope = scopes.Enter(tenant);
            var open = await scope.ServiceProvider.GetRequiredService<AppDb>().Set<Import>()
                .Where(i => i.Status == ImportStatus.Pending || i.Status == ImportStatus.Running
                    || i.UndoStatus == UndoStatus.Pending || i.UndoStatus == UndoStatus.Running)
                .OrderBy(i => i.Id).Select(i => i.Id).ToListAsync(ct);
            foreach (var import in open)
                await AddAsync(tenant, import, ct);
        }
    }
}
