using Callsight.App.CallCentre.Leads;
using Callsight.App.Data;
using Callsight.App.EventLog;
using Callsight.App.Http;
using Callsight.Core;
using Callsight.IntegrationTests.Support;
using Callsight.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Callsight.IntegrationTests.EventLog;

/// <summary>Readers see every event, in one order, and step over none that is still being written.</summary>
public sealed class OrderTests
{
    private readonly TenantId tenant = TenantId.New();

    [Theory, PostgresOnly]
    public async Task A_transaction_that_commits_late_is_never_stepped_over(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind);
        var reader = new EventLogReader(store.Scopes());
        await using var slow = store.For(tenant);
        await using var transaction = await slow.Db().Database.BeginTransactionAsync();
        var first = LogStore.Something();
        slow.Db().Raise(first);
        await slow.Db().SaveChangesAsync();
        var second = (await store.WriteAsync(TenantId.New(), 1)).Single();

        (await reader.ReadAsync(LogPosition.Start, 10, default)).ShouldBeEmpty();
        await transaction.CommitAsync();

        var seen = await store.ReadAllAsync();
        seen.Select(e => e.Event.Id).ShouldBe([first.Id, second.Id]);
        seen[0].Position.ShouldBeLessThan(seen[1].Position);
    }

    [Theory, EveryStore]
    public async Task A_place_that_was_rolled_back_is_no_hole(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind);
        var before = (await store.WriteAsync(tenant, 1)).Single();
        await store.AsAsync(tenant, async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            db.Raise(LogStore.Something());
            return await db.SaveChangesAsync();
        });
        var after = (await store.WriteAsync(tenant, 1)).Single();

        (await store.ReadAllAsync()).Select(e => e.Event.Id).ShouldBe([before.Id, after.Id]);
        var reader = new EventLogReader(store.Scopes());
        var place = (await reader.ReadAsync(LogPosition.Start, 1, default)).Single().Position;
        (await reader.ReadAsync(place, 10, default)).Select(e => e.Event.Id).ShouldBe([after.Id]);
    }

    // A subscriber keeps the newest picture of a lead: an older picture that comes after it would stay for good.
    [Theory, PostgresOnly]
    public async Task A_change_that_builds_on_another_never_stands_before_it(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind);
        var id = Id<Lead>.New();
        await store.AsAsync(tenant, db =>
        {
            db.Add(new Lead { Id = id, CreatedAt = DateTimeOffset.UnixEpoch });
            return db.SaveChangesAsync();
        });
        await using var early = store.For(tenant);
        await using var transaction = await early.Db().Database.BeginTransactionAsync();
        early.Db().Add(Unrelated());
        await early.Db().SaveChangesAsync();
        await store.AsAsync(tenant, db => MoveAsync(db, id, "first"));

        var outcome = await Record.ExceptionAsync(() => MoveAsync(early.Db(), id, "second"));
        if (outcome is null)
        {
            await transaction.CommitAsync();
        }
        else
        {
            outcome.ShouldBeOfType<DbUpdateConcurrencyException>();
            await transaction.RollbackAsync();
        }

        var stage = await store.AsAsync(tenant, db => db.Set<Lead>().Select(l => l.Stage).SingleAsync());
        (await LastAsync(store)).Event.Stage.ShouldBe(stage);
    }

    [Theory, PostgresOnly]
    public async Task Transactions_that_touch_different_rows_do_not_disturb_each_other(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind);
        await using var early = store.For(tenant);
        await using var transaction = await early.Db().Database.BeginTransactionAsync();
        early.Db().Add(Unrelated());
        await early.Db().SaveChangesAsync();
        await store.WriteAsync(tenant, 3);
        early.Db().Raise(LogStore.Something());
        await early.Db().SaveChangesAsync();
        await transaction.CommitAsync();

        (await store.ReadAllAsync()).Count.ShouldBe(4);
    }

    // Transaction numbers belong to the whole server: whoever writes for an hour there holds the readers up for an hour.
    [Theory, PostgresOnly]
    public async Task What_an_open_transaction_anywhere_on_the_server_holds_back_counts_as_waiting(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind);
        await using var elsewhere = new NpgsqlConnection(Environment.GetEnvironmentVariable(RelationalStore.PostgresVariable));
        await elsewhere.OpenAsync(TestContext.Current.CancellationToken);
        await using (var open = await elsewhere.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            await new NpgsqlCommand("SELECT pg_current_xact_id()", elsewhere, open)
                .ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await store.WriteAsync(tenant, 2);
            var reader = new EventLogReader(store.Scopes());

            (await reader.ReadAsync(LogPosition.Start, 10, default)).ShouldBeEmpty();
            (await reader.WaitingSinceAsync(LogPosition.Start, default)).ShouldNotBeNull();
        }

        var all = await store.ReadAllAsync();
        all.Count.ShouldBe(2);
        (await new EventLogReader(store.Scopes()).WaitingSinceAsync(all[^1].Position, default)).ShouldBeNull();
    }

    [Theory, EveryStore]
    public async Task Many_writers_and_a_reader_that_follows_lose_and_double_nothing(string kind)
    {
        const int Writers = 8, Each = 200;
        await using var store = await RelationalStore.OpenAsync(kind);
        var recorder = new Recorder();
        await using var node = await new LogNode(store, subscribers: recorder).StartAsync();

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ =>
            Task.Run(() => store.WriteAsync(TenantId.New(), Each))));
        await Eventually.IsTrueAsync(() => recorder.Taken.Count >= Writers * Each, "all events are taken");

        var taken = recorder.Taken;
        taken.Count.ShouldBe(Writers * Each);
        taken.Select(e => e.Event.Id).Distinct().Count().ShouldBe(Writers * Each);
        taken.Zip(taken.Skip(1)).ShouldAllBe(pair => pair.First.Position < pair.Second.Position);
        foreach (var writer in taken.GroupBy(e => e.Tenant))
            writer.Select(e => e.Event.Value).ShouldBe(Enumerable.Range(1, Each).Select(i => (double?)i));
    }

    private static IdempotentRequest Unrelated() => new()
    {
        Key = Guid.CreateVersion7().ToString(),
        Fingerprint = "",
        Status = 0,
        Location = null,
        ETag = null,
        Body = "",
        CreatedAt = DateTimeOffset.UnixEpoch,
    };

    private static async Task<int> MoveAsync(AppDb db, Id<Lead> id, string stage)
    {
        var lead = await db.Set<Lead>().SingleAsync(l => l.Id == id);
        lead.Stage = stage;
        db.Raise(LogStore.Something() with { Stage = stage });
        return await db.SaveChangesAsync();
    }

    private static async Task<LoggedEvent> LastAsync(RelationalStore store) => (await store.ReadAllAsync())[^1];
}
