using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Callsight.App.Data;

/// <summary>Stamps new rows with the scope's tenant and refuses to write anybody else's.</summary>
internal static class TenantGuard
{
    public static void Check(ChangeTracker changes, CurrentTenant tenant)
    {
        foreach (var entry in changes.Entries())
        {
            if (entry.State is EntityState.Unchanged or EntityState.Detached)
                continue;
            if (entry.Entity is ITenantOwned owned)
            {
                if (entry.State is EntityState.Added && owned.TenantId == default)
                    entry.Property(nameof(ITenantOwned.TenantId)).CurrentValue = tenant.Id;
                else if (owned.TenantId != tenant.Id)
                    throw new InvalidOperationException(
                        $"A {entry.Metadata.DisplayName()} of another tenant was about to be written.");
            }

            if (entry is { State: EntityState.Modified, Entity: IVersioned versioned })
                entry.Property(nameof(IVersioned.Version)).CurrentValue = versioned.Version + 1;
        }
    }
}
