using Callsight.App.EventLog;
using Callsight.App.Http;
using Callsight.Core;
using Callsight.IntegrationTests.Support;
using Callsight.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Callsight.IntegrationTests.EventLog;

/// <summary>What a subscriber cannot take: waited for when something is away, set aside when the event is the matter.</summary>
public sealed class RetryTests
{
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UnixEpoch.AddYears(56));
    private readonly TenantId tenant = TenantId.New();

    [Theory, EveryStore]
    public async Task Something_away_is_waited_for_ever_longer_and_nothing_is_parked(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind, clock);
        var failures = new Queue<Exception>(
        [
            new SubscriberUnavailableException("away"), new TimeoutException(), new IOException(),
            new DbUpdateException("wrapped", new SqliteException("busy", 5)),
            .. Enumerable.Range(0, 6).Select(_ => new SubscriberUnavailableException("still away")),
        ]);
        var times = new List<DateTimeOffset>();
        var recorder = new Recorder
        {
            Before = (_, _) =>
            {
                times.Add(clock.GetUtcNow());
                return failures.TryDequeue(out var failure) ? Task.FromException(failure) : Task.CompletedTask;
            },
        };
        await store.WriteAsync(tenant, 3);
        await using var node = await StartAsync(store, recorder);
        await Eventually.IsTrueAsync(() => recorder.Taken.Count == 3, "the events are taken in the end", clock);

        recorder.Attempts.ShouldBe(11);
        (await ParkedAsync(store)).ShouldBeEmpty();
        var waits = times.Zip(times.Skip(1), (earlier, later) => (later - earlier).TotalMilliseconds).ToList();
        for (var i = 0; i < waits.Count; i++)
            waits[i].ShouldBeGreaterThanOrEqualTo(Math.Min(30_000, 100 * Math.Pow(2, i)) / 2);
        waits.Max().ShouldBeLessThanOrEqualTo(35_000);
    }

    [Theory, EveryStore]
    public async Task Poison_is_parked_and_the_others_of_its_batch_are_delivered_once_each(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind, clock);
        var events = await store.WriteAsync(tenant, 5);
        var recorder = Refusing(events[2].Id);
        await using var node = await StartAsync(store, recorder);
        await Eventually.IsTrueAsync(() => recorder.Taken.Count == 4, "the others are delivered", clock);
        var more = await store.WriteAsync(tenant, 1);
        await Eventually.IsTrueAsync(() => recorder.Taken.Count == 5, "what comes later is delivered", clock);

        recorder.Taken.Select(e => e.Event.Id).ShouldBe(
            [events[0].Id, events[1].Id, events[3].Id, events[4].Id, more[0].Id]);
        var parked = (await ParkedAsync(store)).ShouldHaveSingleItem();
        (parked.EventId, parked.Subscriber, parked.Reason).ShouldBe((events[2].Id, "recorder", nameof(FormatException)));
        recorder.Attempts.ShouldBe(1 + 2 + new EventLogOptions().MostAttempts + 2 + 1);
    }

    // An HTTP client tells of its time-out with a cancellation; it must not pass for the end of the work.
    [Theory, EveryStore]
    public async Task A_time_out_of_the_subscribers_own_does_not_block_the_log(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind, clock);
        var events = await store.WriteAsync(tenant, 2);
        var recorder = new Recorder
        {
            Before = (batch, _) => batch.Any(e => e.Event.Id == events[0].Id)
                ? Task.FromException(new TaskCanceledException("timed out", new TimeoutException()))
                : Task.CompletedTask,
        };
        await using var node = await StartAsync(store, recorder);
        await Eventually.IsTrueAsync(() => recorder.Taken.Count == 1, "the second event is delivered", clock);

        (await ParkedAsync(store)).ShouldHaveSingleItem().EventId.ShouldBe(events[0].Id);
    }

    [Theory, EveryStore]
    public async Task Each_tenant_sees_its_own_parked_events_and_replays_them_once(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind, clock);
        var poison = (await store.WriteAsync(tenant, 1)).Single();
        var stranger = TenantId.New();
        var recorder = Refusing(poison.Id);
        await using var node = await StartAsync(store, recorder);
        await Eventually.IsTrueAsync(async () => (await ParkedAsync(store)).Count == 1, "the event is parked", clock);
        var id = (await ParkedAsync(store)).Single().Id.Value;

        (await ListAsync(store, stranger)).ShouldBeEmpty();
        (await ReplayAsync(store, stranger, id, recorder)).Problem!.Kind.ShouldBe(ProblemKind.NotFound);
        (await ReplayAsync(store, tenant, id, recorder)).Problem!.Code.ShouldBe("parked_event.failed_again");
        (await ListAsync(store, tenant)).ShouldHaveSingleItem().ReplayedAt.ShouldBeNull();

        recorder.Before = (_, _) => Task.CompletedTask;
        (await ReplayAsync(store, tenant, id, recorder)).Value!.ReplayedAt.ShouldNotBeNull();
        (await ReplayAsync(store, tenant, id, recorder)).Value!.ReplayedAt.ShouldNotBeNull();
        recorder.Taken.ShouldHaveSingleItem().Event.Id.ShouldBe(poison.Id);
    }

    [Theory, EveryStore]
    public async Task What_was_parked_before_a_crash_is_not_parked_twice(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind, clock);
        var events = await store.WriteAsync(tenant, 1);
        var recorder = Refusing(events[0].Id);
        await using (await StartAsync(store, recorder))
            await Eventually.IsTrueAsync(async () => (await ParkedAsync(store)).Count == 1, "the event is parked", clock);
        await store.AsAsync(tenant, db => db.Set<SubscriberCheckpoint>().ExecuteUpdateAsync(set => set
            .SetProperty(c => c.LogTransaction, 0).SetProperty(c => c.LogPosition, 0)));

        await using var again = await StartAsync(store, recorder);
        await store.WriteAsync(tenant, 1);
        await Eventually.IsTrueAsync(() => recorder.Taken.Count == 1, "the next event is delivered", clock);
        (await ParkedAsync(store)).Count.ShouldBe(1);
    }

    [Theory, EveryStore]
    public async Task Lag_is_the_age_of_the_oldest_event_that_waits(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind, clock);
        var away = true;
        var recorder = new Recorder
        {
            Before = (_, _) => away ? Task.FromException(new SubscriberUnavailableException("away")) : Task.CompletedTask,
        };
        await store.WriteAsync(tenant, 1);
        clock.Advance(TimeSpan.FromSeconds(90));
        await using var node = await StartAsync(store, recorder);
        await Eventually.IsTrueAsync(
            () => node.Lag.Places.TryGetValue("recorder", out var p) && p.Behind >= TimeSpan.FromSeconds(90), "the lag is told", clock);

        away = false;
        await Eventually.IsTrueAsync(
            () => node.Lag.Places.TryGetValue("recorder", out var p) && p.Behind == TimeSpan.Zero, "the lag is gone", clock);
    }

    private Task<LogNode> StartAsync(RelationalStore store, Recorder recorder) =>
        new LogNode(store, clock, subscribers: recorder).StartAsync();

    private static Recorder Refusing(Guid poison) => new()
    {
        Before = (batch, _) => batch.Any(e => e.Event.Id == poison)
            ? Task.FromException(new FormatException("poison"))
            : Task.CompletedTask,
    };

    private Task<List<ParkedEvent>> ParkedAsync(RelationalStore store) =>
        store.AsAsync(tenant, db => db.Set<ParkedEvent>().ToListAsync());

    private static async Task<IReadOnlyList<ParkedEventView>> ListAsync(RelationalStore store, TenantId asked)
    {
        await using var scope = store.For(asked);
        return (await ListParkedEvents.HandleAsync(new PageRequest(null, null), scope.Db(), default)).Value!.Data;
    }

    private async Task<Answer<ParkedEventView>> ReplayAsync(RelationalStore store, TenantId asked, Guid id, Recorder recorder)
    {
        await using var scope = store.For(asked);
        return await ReplayParkedEvent.HandleAsync(id, scope.Db(), [recorder], clock, default);
    }
}
