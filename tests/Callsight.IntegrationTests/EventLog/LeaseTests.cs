using Callsight.App.EventLog;
using Callsight.Core;
using Callsight.IntegrationTests.Support;
using Callsight.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Callsight.IntegrationTests.EventLog;

/// <summary>With several nodes one reads for a subscriber; when it falls silent another goes on from its place.</summary>
public sealed class LeaseTests
{
    private const string Name = "recorder";

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(new EventLogOptions().LeaseSeconds);

    private readonly FakeTimeProvider clock = new(DateTimeOffset.UnixEpoch.AddYears(56));
    private readonly TenantId tenant = TenantId.New();

    [Theory, EveryStore]
    public async Task A_silent_node_loses_the_lease_and_cannot_keep_its_place_any_more(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind, clock);
        var (one, two) = (new LogNode(store, clock).Checkpoints, new LogNode(store, clock).Checkpoints);
        (await one.TryLeaseAsync(Name, default)).ShouldBeTrue();
        await one.SaveAsync(Name, new LogPosition(1, 1), default);
        (await two.TryLeaseAsync(Name, default)).ShouldBeFalse();

        clock.Advance(Lease + TimeSpan.FromSeconds(1));
        (await two.TryLeaseAsync(Name, default)).ShouldBeTrue();
        await two.SaveAsync(Name, new LogPosition(2, 2), default);

        (await one.RenewAsync(Name, default)).ShouldBeFalse();
        await Should.ThrowAsync<SubscriberUnavailableException>(() => one.SaveAsync(Name, new LogPosition(1, 2), default));
        (await two.LoadAsync(Name, default)).ShouldBe(new LogPosition(2, 2));
    }

    [Theory, EveryStore]
    public async Task A_lease_that_another_node_had_meanwhile_is_not_renewed(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind, clock);
        var (one, two) = (new LogNode(store, clock).Checkpoints, new LogNode(store, clock).Checkpoints);
        await one.TryLeaseAsync(Name, default);
        clock.Advance(Lease + TimeSpan.FromSeconds(1));
        await two.TryLeaseAsync(Name, default);
        await two.ReleaseAsync(default);

        (await one.RenewAsync(Name, default)).ShouldBeFalse();
        (await one.TryLeaseAsync(Name, default)).ShouldBeTrue();
    }

    [Theory, EveryStore]
    public async Task Of_nodes_that_come_at_once_one_gets_a_new_subscriber(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind, clock);
        var got = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() =>
            new LogNode(store, clock).Checkpoints.TryLeaseAsync(Name, default))));

        got.Count(leased => leased).ShouldBe(1);
    }

    [Theory, EveryStore]
    public async Task Two_nodes_share_the_work_of_one_reader_and_the_second_goes_on_where_the_first_stopped(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind);
        var (first, second) = (new Recorder(), new Recorder());
        var one = await new LogNode(store, subscribers: first).StartAsync();
        await store.WriteAsync(tenant, 20);
        await Eventually.IsTrueAsync(() => first.Taken.Count == 20, "the first node takes what there is");
        await using var two = await new LogNode(store, subscribers: second).StartAsync();
        await store.WriteAsync(tenant, 20);
        await Eventually.IsTrueAsync(() => first.Taken.Count == 40, "the first node stays the reader");
        second.Taken.ShouldBeEmpty();

        await one.DisposeAsync();
        await store.WriteAsync(tenant, 20);
        await Eventually.IsTrueAsync(() => second.Taken.Count == 20, "the second node goes on at once");

        first.Taken.Concat(second.Taken).Select(e => e.Event.Id).Distinct().Count().ShouldBe(60);
    }

    [Theory, EveryStore]
    public async Task A_batch_that_takes_longer_than_the_lease_stays_with_its_node(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind, clock);
        var done = new TaskCompletionSource();
        var (slow, second) = (new Recorder { Before = (_, ct) => done.Task.WaitAsync(ct) }, new Recorder());
        await store.WriteAsync(tenant, 5);
        await using var one = await new LogNode(store, clock, subscribers: slow).StartAsync();
        await Eventually.IsTrueAsync(() => slow.Attempts == 1, "the batch is being worked on", clock);
        await using var two = await new LogNode(store, clock, subscribers: second).StartAsync();

        for (var step = 0; step < 12; step++)
        {
            var until = await UntilAsync(store);
            clock.Advance(Lease / 4);
            await Eventually.IsTrueAsync(async () => await UntilAsync(store) > until, "the lease is renewed");
        }

        done.SetResult();
        await Eventually.IsTrueAsync(() => slow.Taken.Count == 5, "the batch is done", clock);
        second.Attempts.ShouldBe(0);
    }

    [Theory, EveryStore]
    public async Task Work_is_called_off_when_the_lease_is_lost(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind, clock);
        var calledOff = new TaskCompletionSource();
        var stuck = new Recorder
        {
            Before = async (_, ct) =>
            {
                await using var told = ct.Register(calledOff.SetResult);
                await Task.Delay(Timeout.Infinite, ct);
            },
        };
        await store.WriteAsync(tenant, 1);
        await using var one = await new LogNode(store, clock, subscribers: stuck).StartAsync();
        await Eventually.IsTrueAsync(() => stuck.Attempts == 1, "the event is being worked on", clock);
        await store.AsAsync(tenant, db => db.Set<SubscriberCheckpoint>()
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.LeaseOwner, "another node")));

        await Eventually.IsTrueAsync(() => calledOff.Task.IsCompleted, "the work is called off", clock, Lease / 4);
        stuck.Taken.ShouldBeEmpty();
    }

    private Task<DateTimeOffset> UntilAsync(RelationalStore store) =>
        store.AsAsync(tenant, db => db.Set<SubscriberCheckpoint>().Select(c => c.LeaseUntil).SingleAsync());
}
