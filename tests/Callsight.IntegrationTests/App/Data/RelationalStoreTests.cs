using Callsight.App.CallCentre.Leads;
using Callsight.Core;
using Callsight.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.IntegrationTests.App.Data;

public sealed class RelationalStoreTests
{
    [Theory, EveryStore]
    public async Task A_tenant_sees_its_own_rows_only(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind);
        var (ours, theirs) = (TenantId.New(), TenantId.New());
        foreach (var tenant in new[] { ours, theirs })
            await store.AsAsync(tenant, db =>
            {
                db.Add(new Lead { Id = Id<Lead>.New(), CreatedAt = DateTimeOffset.UnixEpoch });
                return db.SaveChangesAsync();
            });

        (await store.AsAsync(ours, db => db.Set<Lead>().SingleAsync())).TenantId.ShouldBe(ours);
        await using var nobody = store.For(TenantId.New());
        (await nobody.ServiceProvider.GetRequiredService<Callsight.App.Data.AppDb>().Set<Lead>().CountAsync()).ShouldBe(0);
    }
}
