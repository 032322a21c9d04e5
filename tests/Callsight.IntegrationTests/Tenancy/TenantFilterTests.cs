using Callsight.App.CallCentre.Leads;
using Callsight.App.Data;
using Callsight.App.EventLog;
using Callsight.App.Identity;
using Callsight.App.Tenancy;
using Callsight.Core;
using Callsight.IntegrationTests.Support;
using Callsight.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.IntegrationTests.Tenancy;

/// <summary>The store adds the tenant to every query and checks it on every write; nobody else has to think of it.</summary>
public sealed class TenantFilterTests
{
    /// <summary>Tables that belong to no tenant, each with its reason. A new one must be argued for here.</summary>
    private static readonly Dictionary<Type, string> OfNoTenant = new()
    {
        [typeof(Tenant)] = "It is the tenant; found by its id or slug, and listed only by background work.",
        [typeof(User)] = "A person may belong to several tenants; what they may do there is in Membership.",
        [typeof(RefreshToken)] = "Found by the hash of a secret that only its holder knows, before the tenant is known.",
        [typeof(SigningKey)] = "The installation's own key.",
        [typeof(SubscriberCheckpoint)] = "Places in the log, which runs across tenants.",
    };

    private readonly TenantId ours = TenantId.New();
    private readonly TenantId theirs = TenantId.New();

    [Theory, EveryStore]
    public async Task Every_entity_has_the_filter_or_a_reason(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind);
        await using var scope = store.For(ours);
        var entities = scope.Db().Model.GetEntityTypes().ToList();

        entities.Where(e => e.FindDeclaredQueryFilter(AppDb.TenantFilter) is null).Select(e => e.ClrType)
            .ShouldBe(OfNoTenant.Keys, ignoreOrder: true);
        entities.Where(e => e.FindDeclaredQueryFilter(AppDb.TenantFilter) is not null)
            .ShouldAllBe(e => e.ClrType.IsAssignableTo(typeof(ITenantOwned)));
    }

    [Theory, EveryStore]
    public async Task Without_a_tenant_a_query_sees_nothing_and_a_save_throws(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind);
        await AddLeadAsync(store, ours);
        await using var nobody = store.Scopes().CreateAsyncScope();

        (await nobody.Db().Set<Lead>().CountAsync()).ShouldBe(0);
        nobody.Db().Add(NewLead());
        await Should.ThrowAsync<InvalidOperationException>(() => nobody.Db().SaveChangesAsync());
    }

    [Theory, EveryStore]
    public async Task Rows_of_another_tenant_cannot_be_written(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind);
        var lead = await AddLeadAsync(store, theirs);

        await RefusedAsync(db => db.Add(new Lead { Id = Id<Lead>.New(), TenantId = theirs, CreatedAt = lead.CreatedAt }));
        await RefusedAsync(db => db.Update(lead));
        await RefusedAsync(db => db.Remove(lead));
        (await store.AsAsync(ours, db => db.Set<Lead>().ExecuteDeleteAsync())).ShouldBe(0);
        (await store.AsAsync(ours, db => db.Set<Lead>().ExecuteUpdateAsync(s => s.SetProperty(l => l.Stage, "x")))).ShouldBe(0);
        (await store.AsAsync(theirs, db => db.Set<Lead>().CountAsync(l => l.Stage == null))).ShouldBe(1);

        async Task RefusedAsync(Action<AppDb> change) => await Should.ThrowAsync<InvalidOperationException>(() =>
            store.AsAsync(ours, db =>
            {
                change(db);
                return db.SaveChangesAsync();
            }));
    }

    // EF keeps one model for all contexts: a filter that took the value instead of the member would be the first tenant's.
    [Theory, EveryStore]
    public async Task Contexts_in_turn_do_not_share_a_frozen_filter(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind);
        var (ourLead, theirLead) = (await AddLeadAsync(store, ours), await AddLeadAsync(store, theirs));
        for (var turn = 0; turn < 3; turn++)
        {
            (await store.AsAsync(ours, db => db.Set<Lead>().Select(l => l.Id).SingleAsync())).ShouldBe(ourLead.Id);
            (await store.AsAsync(theirs, db => db.Set<Lead>().Select(l => l.Id).SingleAsync())).ShouldBe(theirLead.Id);
            (await store.AsAsync(ours, db => db.Set<Lead>().Where(l => l.Id == theirLead.Id).CountAsync())).ShouldBe(0);
        }
    }

    // Before the tenant is known people are looked up; the same context must see the tenant's rows once it is.
    [Theory, EveryStore]
    public async Task A_context_that_was_used_before_its_tenant_was_known_sees_its_rows_afterwards(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind);
        await AddLeadAsync(store, ours);
        await AddLeadAsync(store, theirs);
        await using var scope = store.Scopes().CreateAsyncScope();
        (await scope.Db().Set<Lead>().CountAsync()).ShouldBe(0);
        scope.ServiceProvider.GetRequiredService<CurrentTenant>().Enter(ours);

        (await scope.Db().Set<Lead>().SingleAsync()).TenantId.ShouldBe(ours);
    }

    [Theory, EveryStore]
    public async Task The_migrations_are_what_the_model_says(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind);
        await using var scope = store.For(ours);

        scope.Db().Database.HasPendingModelChanges().ShouldBeFalse();
        (await scope.Db().Database.GetPendingMigrationsAsync()).ShouldBeEmpty();
    }

    [Theory, EveryStore]
    public async Task Bringing_the_store_up_to_date_twice_is_harmless(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind);
        var lead = await AddLeadAsync(store, ours);
        await using var scope = store.For(ours);
        await scope.ServiceProvider.GetRequiredService<StoreStartup>().MigrateAsync(CancellationToken.None);

        (await scope.Db().Set<Lead>().SingleAsync()).Id.ShouldBe(lead.Id);
    }

    private static Lead NewLead() => new() { Id = Id<Lead>.New(), CreatedAt = DateTimeOffset.UnixEpoch };

    private static Task<Lead> AddLeadAsync(RelationalStore store, TenantId tenant) => store.AsAsync(tenant, async db =>
    {
        var lead = NewLead();
        db.Add(lead);
        await db.SaveChangesAsync();
        return lead;
    });
}
