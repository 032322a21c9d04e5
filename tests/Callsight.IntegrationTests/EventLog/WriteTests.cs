using Callsight.App.CallCentre.Leads;
using Callsight.App.Data;
using Callsight.Core;
using Callsight.IntegrationTests.Support;
using Callsight.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Callsight.IntegrationTests.EventLog;

/// <summary>An event is written in the transaction of its change, or not at all.</summary>
public sealed class WriteTests
{
    private readonly TenantId tenant = TenantId.New();

    private static Lead NewLead(string externalId) =>
        new() { Id = Id<Lead>.New(), ExternalId = externalId, CreatedAt = DateTimeOffset.UnixEpoch };

    [Theory, EveryStore]
    public async Task An_event_stands_in_the_log_with_its_change(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind);
        var lead = NewLead("a");
        await store.AsAsync(tenant, db =>
        {
            db.Add(lead);
            db.Raise(LogStore.Something() with { LeadId = lead.Id.Value });
            return db.SaveChangesAsync();
        });

        var logged = (await store.ReadAllAsync()).ShouldHaveSingleItem();
        (logged.Tenant, logged.Event.LeadId).ShouldBe((tenant, lead.Id.Value));
        (await store.AsAsync(tenant, db => db.Set<Lead>().CountAsync())).ShouldBe(1);
    }

    [Theory, EveryStore]
    public async Task A_change_that_is_refused_leaves_no_event(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind);
        await store.AsAsync(tenant, db => AddAsync(db, "same"));
        await Should.ThrowAsync<DbUpdateException>(() => store.AsAsync(tenant, db => AddAsync(db, "same")));

        (await store.ReadAllAsync()).Count.ShouldBe(1);
    }

    [Theory, EveryStore]
    public async Task A_change_that_is_mended_and_saved_again_leaves_one_event(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind);
        await store.AsAsync(tenant, db => AddAsync(db, "same"));
        await store.AsAsync(tenant, async db =>
        {
            await Should.ThrowAsync<DbUpdateException>(() => AddAsync(db, "same"));
            db.ChangeTracker.Entries<Lead>().Single().Property(l => l.ExternalId).CurrentValue = "other";
            return await db.SaveChangesAsync();
        });

        (await store.ReadAllAsync()).Count.ShouldBe(2);
    }

    [Theory, EveryStore]
    public async Task A_transaction_that_is_rolled_back_leaves_neither(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind);
        await store.AsAsync(tenant, async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await AddAsync(db, "a");
            await transaction.RollbackAsync();
            return 0;
        });

        (await store.ReadAllAsync()).ShouldBeEmpty();
        (await store.AsAsync(tenant, db => db.Set<Lead>().CountAsync())).ShouldBe(0);
    }

    [Theory, EveryStore]
    public async Task What_was_forgotten_is_not_told(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind);
        await store.AsAsync(tenant, db =>
        {
            db.Add(NewLead("a"));
            db.Raise(LogStore.Something());
            db.ForgetChanges();
            return db.SaveChangesAsync();
        });

        (await store.ReadAllAsync()).ShouldBeEmpty();
    }

    private static Task<int> AddAsync(AppDb db, string externalId)
    {
        db.Add(NewLead(externalId));
        db.Raise(LogStore.Something());
        return db.SaveChangesAsync();
    }
}
