using System.Text.Json;
using Callsight.App.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.App.Privacy;

/// <summary>Erases one person: finds all they are known by, then empties place after place. A crash repeats a place at most.</summary>
internal sealed class EraseEverywhere(IServiceScopeFactory scopes, Suppressions suppressions, TimeProvider clock)
{
    /// <returns>Whether it is done; when not, something has to end first, and it is to be tried again in a moment.</returns>
    public async Task<bool> RunAsync(TenantId tenant, Id<Erasure> id, CancellationToken ct)
    {
        if (await PersonAsync(tenant, id, ct) is not { } person)
            return true;
        foreach (var (name, step) in Places())
        {
            if (await DoneAsync(tenant, id, ct) is var done && done.Erased.ContainsKey(name))
                continue;
            // Who was let in a moment before, on the word of another node's or request's memory, has arrived by then.
            if (step is ErasureStep.Figures && clock.GetUtcNow() < done.RequestedAt + Suppressions.KeptFor)
                return false;
            if (await EraseAsync(tenant, name, person, ct) is not { } count)
                return false;
            await NoteAsync(tenant, id, name, count, ct);
        }

        await FinishAsync(tenant, id, ct);
        return true;
    }

    private List<(string Name, ErasureStep Step)> Places()
    {
        using var scope = scopes.CreateScope();
        return [.. scope.ServiceProvider.GetServices<IPersonalData>().OrderBy(p => p.Step).Select(p => (p.Name, p.Step))];
    }

    private async Task<(Dictionary<string, long> Erased, DateTimeOffset RequestedAt)> DoneAsync(
        TenantId tenant, Id<Erasure> id, CancellationToken ct)
    {
        await using var scope = scopes.Enter(tenant);
        var erasure = await scope.ServiceProvider.GetRequiredService<AppDb>().Set<Erasure>().AsNoTracking()
            .SingleAsync(e => e.Id == id, ct);
        return (erasure.ReadErased(), erasure.RequestedAt);
    }

    // In a scope of its own: a place may forget all that its scope keeps in mind.
    private async Task<long?> EraseAsync(TenantId tenant, string name, TracedPerson person, CancellationToken ct)
    {
        await using var scope = scopes.Enter(tenant);
        return await scope.ServiceProvider.GetServices<IPersonalData>().Single(p => p.Name == name).EraseAsync(person, ct);
    }

    private async Task NoteAsync(TenantId tenant, Id<Erasure> id, string name, long count, CancellationToken ct)
    {
        await using var scope = scopes.Enter(tenant);
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var erasure = await db.Set<Erasure>().SingleAsync(e => e.Id == id, ct);
        erasure.Erased = JsonSerializer.Serialize(new Dictionary<string, long>(erasure.ReadErased()) { [name] = count });
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Everything the person is known by, found once and kept: later their records do not tell any more.</summary>
    private async Task<TracedPerson?> PersonAsync(TenantId tenant, Id<Erasure> id, CancellationToken ct)
    {
        await using var scope = scopes.Enter(tenant);
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var erasure = await db.Set<Erasure>().SingleAsync(e => e.Id == id, ct);
        if (erasure.Status is ErasureStatus.Completed)
            return null;
        var person = erasure.ReadPerson();
        if (erasure.IsTraced)
            return person;
        foreach (var place in scope.ServiceProvider.GetServices<IPersonalData>().OrderBy(p => p.Step))
            await place.TraceAsync(person, ct);
        (erasure.Status, erasure.IsTraced, erasure.Person) = (ErasureStatus.Running, true, JsonSerializer.Serialize(person));
        var known = (await db.Set<SuppressedName>().Where(n => n.ErasureId == id).Select(n => n.Hash).ToListAsync(ct)).ToHashSet();
        db.AddRange(SuppressedName.HashesOf(tenant, person).Where(known.Add)
            .Select(hash => new SuppressedName { Hash = hash, ErasureId = id }));
        await db.SaveChangesAsync(ct);
        suppressions.Forget(tenant);
        return person;
    }

    private async Task FinishAsync(TenantId tenant, Id<Erasure> id, CancellationToken ct)
    {
        await using var scope = scopes.Enter(tenant);
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var erasure = await db.Set<Erasure>().SingleAsync(e => e.Id == id, ct);
        (erasure.Status, erasure.Person, erasure.FinishedAt) = (ErasureStatus.Completed, null, clock.GetUtcNow());
        if (!erasure.Suppresses)
            await db.Set<SuppressedName>().Where(n => n.ErasureId == id).ExecuteDeleteAsync(ct);
        db.Raise(new CatalogueEvent
        {
            Id = NamedId.Of($"erasure/{id}"),
            Type = EventCatalogue.PersonErased.Name,
            OccurredAt = erasure.FinishedAt.Value,
        });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        suppressions.Forget(tenant);
    }
}
