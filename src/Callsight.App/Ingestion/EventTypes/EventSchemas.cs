using Callsight.App.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Callsight.App.Ingestion.EventTypes;

/// <summary>The enforced types of each tenant, at hand for each event that comes in.</summary>
internal sealed class EventSchemas(IServiceScopeFactory scopes, IOptions<IngestionOptions> options, TimeProvider clock)
{
    private readonly TenantCache<string, IReadOnlyDictionary<string, EventSchema>> kept =
        new(clock, TimeSpan.FromSeconds(options.Value.EventTypesKeptSeconds));

    /// <summary>What events of some types must hold, by type.</summary>
    public async ValueTask<IReadOnlyDictionary<string, EventSchema>> EnforcedAsync(TenantId tenant, CancellationToken ct) =>
        (await kept.GetAsync(tenant, "enforced", () => ReadAsync(tenant, ct)))!;

    /// <summary>Has them read anew. To be called once a change is committed.</summary>
    public void Forget(TenantId tenant) => kept.Forget(tenant);

    private async Task<IReadOnlyDictionary<string, EventSchema>?> ReadAsync(TenantId tenant, CancellationToken ct)
    {
        await using var scope = scopes.Enter(tenant);
        return await scope.ServiceProvider.GetRequiredService<AppDb>().Set<DeclaredEventType>().AsNoTracking()
            .Where(t => t.Enforced).ToDictionaryAsync(t => t.Type, t => new EventSchema(t.Type, t.Fields), StringComparer.Ordinal, ct);
    }
}
