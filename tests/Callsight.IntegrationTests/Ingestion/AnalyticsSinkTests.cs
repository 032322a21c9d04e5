using System.Diagnostics;
using System.Globalization;
using Callsight.Analytics.Dialects;
using Callsight.Analytics.Schema;
using Callsight.Analytics.Store;
using Callsight.App.Data;
using Callsight.App.EventLog;
using Callsight.App.Ingestion;
using Callsight.Core;
using Callsight.IntegrationTests.Support;
using Callsight.Tests.Support;

namespace Callsight.IntegrationTests.Ingestion;

/// <summary>What the log says stands in the event store exactly once, whatever happened on the way.</summary>
public sealed class AnalyticsSinkTests : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("callsight-sink-");
    private readonly TenantId tenant = TenantId.New();
    private readonly EventStoreOptions options = new() { SettleAtEvents = 1_000 };
    private DuckDbEventStore? store;
    private long position;

    public async ValueTask DisposeAsync()
    {
        if (store is not null)
            await store.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_batch_that_comes_again_changes_nothing()
    {
        await OpenAsync();
        var batch = Log(LogStore.Something(), LogStore.Something());
        await HandleAsync(batch);
        await HandleAsync(batch);

        (await IdsAsync()).ShouldBe(batch.Select(e => e.Event.Id), ignoreOrder: true);
    }

    [Fact]
    public async Task A_batch_that_comes_again_after_the_file_was_opened_anew_changes_nothing()
    {
        await OpenAsync();
        var batch = Log(LogStore.Something(), LogStore.Something());
        await HandleAsync(batch);
        await ReopenAsync();

        (await new AnalyticsSink(store!).CheckpointAsync(default)).ShouldBe(batch[^1].Position);
        await HandleAsync(batch);
        (await IdsAsync()).Count.ShouldBe(2);
    }

    // The file is copied while it is open, log and all: what a crash right after the answer would leave behind.
    [Fact]
    public async Task What_was_applied_survives_a_crash_with_its_place()
    {
        await OpenAsync();
        var first = Log(LogStore.Something());
        await HandleAsync(first);
        var crashed = Directory.CreateDirectory(Path.Combine(folder.FullName, "crashed"));
        foreach (var file in folder.EnumerateFiles())
            file.CopyTo(Path.Combine(crashed.FullName, file.Name));
        await HandleAsync(Log(LogStore.Something()));

        await using var after = new DuckDbEventStore(
            Path.Combine(crashed.FullName, "events.duckdb"), options, TimeProvider.System);
        await after.OpenAsync(default);
        (await after.CheckpointAsync("analytics", default)).ShouldBe(first[^1].Position);
        (await after.ReadEventsAsync(tenant, new EventPageRequest(), default)).Events
            .ShouldHaveSingleItem().Event.Id.ShouldBe(first[0].Event.Id);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task A_later_event_replaces_and_retracts_earlier_ones(bool settled, bool reopened)
    {
        await OpenAsync();
        var (moved, wrong, kept) = (LogStore.Something(value: 1), LogStore.Something(value: 2), LogStore.Something(value: 3));
        await HandleAsync(Log(moved, wrong, kept));
        if (settled)
            await store!.SettleAsync(default);
        if (reopened)
            await ReopenAsync();
        await HandleAsync(Log(
            moved with { Value = 10, Replaces = true }, LogStore.Something("lead_reopened", 20) with { Retracts = [wrong.Id] }));
        if (settled)
            await store!.SettleAsync(default);
        if (reopened)
            await ReopenAsync();

        (await EventsAsync()).Select(e => e.Event.Value).ShouldBe([10, 20, 3], ignoreOrder: true);
    }

    [Fact]
    public async Task Within_a_batch_the_last_word_counts()
    {
        await OpenAsync();
        var (first, second) = (LogStore.Something(value: 1), LogStore.Something(value: 2));
        await HandleAsync(Log(
            first, second, first with { Value = 3, Replaces = true },
            LogStore.Something(value: 4) with { Retracts = [second.Id] }, second with { Value = 5, Replaces = true }));

        (await EventsAsync()).Select(e => e.Event.Value).ShouldBe([3, 4, 5], ignoreOrder: true);
    }

    [Fact]
    public async Task Batches_mix_tenants_and_each_keeps_its_own()
    {
        await OpenAsync();
        var stranger = TenantId.New();
        var same = LogStore.Something();
        var batch = Log(same, same);
        batch[1] = batch[1] with { Tenant = stranger };
        await HandleAsync(batch);
        await HandleAsync([.. Log(LogStore.Something("lead_reopened") with { Retracts = [same.Id] })]);

        (await store!.ReadEventsAsync(stranger, new EventPageRequest(), default)).Events
            .ShouldHaveSingleItem().Event.Id.ShouldBe(same.Id);
        (await EventsAsync()).ShouldHaveSingleItem().Event.Type.ShouldBe("lead_reopened");
    }

    [Fact]
    public async Task Arrival_is_numbered_on_where_it_ended_before()
    {
        await OpenAsync();
        await HandleAsync(Log(LogStore.Something(), LogStore.Something()));
        await store!.SettleAsync(default);
        await HandleAsync(Log(LogStore.Something()));
        await ReopenAsync();
        await HandleAsync(Log(LogStore.Something()));

        (await EventsAsync()).Select(e => e.Sequence).Order().ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public async Task Fresh_events_of_an_earlier_run_count_towards_settling()
    {
        await OpenAsync();
        await HandleAsync(Log([.. Enumerable.Range(0, 900).Select(i => LogStore.Something(value: i))]));
        await ReopenAsync();
        await HandleAsync(Log([.. Enumerable.Range(0, 200).Select(i => LogStore.Something(value: i))]));

        await Eventually.IsTrueAsync(async () => await CountAsync("hot.events") == 0, "the fresh events are settled");
        (await EventsAsync(2_000)).Count.ShouldBe(1_100);
    }

    [Fact]
    public async Task Questions_see_every_event_once_while_fresh_ones_are_moved()
    {
        await OpenAsync();
        var written = 0;
        using var stop = new CancellationTokenSource();
        var asking = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                var least = Volatile.Read(ref written);
                var count = await CountAsync(null);
                count.ShouldBeGreaterThanOrEqualTo(least);
                count.ShouldBeLessThanOrEqualTo(Volatile.Read(ref written) + 100);
            }
        })).ToList();
        for (var round = 0; round < 40; round++)
        {
            await HandleAsync(Log([.. Enumerable.Range(0, 100).Select(i => LogStore.Something(value: i))]));
            Volatile.Write(ref written, (round + 1) * 100);
            if (round % 4 == 3)
                await store!.SettleAsync(default);
        }

        await stop.CancelAsync();
        await Task.WhenAll(asking);
        (await CountAsync(null)).ShouldBe(4_000);
    }

    // A value that no column can hold is the event's own fault: waiting would hold up everybody's figures for good.
    [Fact]
    public async Task An_event_that_can_never_be_stored_is_refused_for_good()
    {
        await OpenAsync();
        var impossible = Log(LogStore.Something() with { Amount = 1e15m });
        var failure = await Record.ExceptionAsync(() => HandleAsync(impossible));

        failure.ShouldNotBeNull();
        BackOff.Helps(failure).ShouldBeFalse(failure.ToString());
        await new AnalyticsSink(store!).PassAsync(impossible[^1].Position, default);
        await HandleAsync(Log(LogStore.Something()));
        (await EventsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_impossible_event_does_not_spoil_what_others_record_at_the_same_time()
    {
        await OpenAsync();
        await store!.AppendAsync(tenant, [LogStore.Something()], mayRepeat: true, default);
        var appends = Enumerable.Range(0, 50).Select(i => i == 25
            ? store!.AppendAsync(TenantId.New(), [LogStore.Something() with { Amount = 1e15m }], mayRepeat: true, default)
            : store!.AppendAsync(tenant, [LogStore.Something() with { Amount = 1 }], mayRepeat: true, default));
        var outcomes = await Task.WhenAll(appends.Select(a => Record.ExceptionAsync(async () =>
            (await a).Problem.ShouldBeNull()).AsTask()));

        outcomes.Count(o => o is not null).ShouldBe(1);
        (await EventsAsync()).Count.ShouldBe(50);
    }

    [Fact]
    public async Task A_parked_event_that_was_replayed_is_not_doubled_by_the_next_start()
    {
        await OpenAsync();
        var parked = Log(LogStore.Something());
        var sink = new AnalyticsSink(store!);
        await sink.PassAsync(parked[0].Position, default);
        var replay = Guid.CreateVersion7();
        await Task.WhenAll(sink.ReplayAsync(parked[0], replay, default), sink.ReplayAsync(parked[0], replay, default));
        await ReopenAsync();

        (await new AnalyticsSink(store!).CheckpointAsync(default)).ShouldBe(parked[0].Position);
        (await EventsAsync()).Count.ShouldBe(1);
    }

    // The promise is one second. A busy machine may be late now and then, but nothing may make every event late.
    [Theory, EveryStore]
    public async Task A_durable_event_is_in_the_figures_within_a_second(string kind)
    {
        await OpenAsync();
        await using var log = await RelationalStore.OpenAsync(kind);
        await using var node = await new LogNode(
            log, configure: o => o.PollMilliseconds = new EventLogOptions().PollMilliseconds,
            subscribers: new AnalyticsSink(store!)).StartAsync();
        var fastest = TimeSpan.MaxValue;
        for (var round = 1; round <= 20 && fastest > TimeSpan.FromSeconds(1); round++)
        {
            await log.WriteAsync(tenant, 1);
            var watch = Stopwatch.StartNew();
            await Eventually.IsTrueAsync(async () => (await EventsAsync()).Count == round, "the event can be asked for");
            fastest = watch.Elapsed < fastest ? watch.Elapsed : fastest;
        }

        fastest.ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }

    private async Task OpenAsync()
    {
        store = new DuckDbEventStore(Path.Combine(folder.FullName, "events.duckdb"), options, TimeProvider.System);
        await store.OpenAsync(default);
    }

    private async Task ReopenAsync()
    {
        await store!.DisposeAsync();
        await OpenAsync();
    }

    private List<LoggedEvent> Log(params IEnumerable<CatalogueEvent> events) =>
        [.. events.Select(e => new LoggedEvent(tenant, new LogPosition(0, ++position), DateTimeOffset.UnixEpoch, e))];

    private Task HandleAsync(List<LoggedEvent> batch) =>
        new AnalyticsSink(store!).HandleAsync(batch, batch[^1].Position, default);

    private async Task<IReadOnlyList<StoredEvent>> EventsAsync(int limit = 200) =>
        (await store!.ReadEventsAsync(tenant, new EventPageRequest(Limit: limit), default)).Events;

    private async Task<IReadOnlyList<Guid>> IdsAsync() => [.. (await EventsAsync()).Select(e => e.Event.Id)];

    private async Task<long> CountAsync(string? table)
    {
        var rows = table ?? store!.Dialect.Rows(FactTable.Events, tenant, store.Dialect.Parameter("tenant", SqlType.Identity));
        var answer = await store!.ReadAsync(tenant, new SqlStatement($"SELECT count(*) FROM {rows}",
            table is null ? [new SqlParameter("tenant", SqlType.Identity, tenant.Value)] : []), default);
        return Convert.ToInt64(answer.Rows[0][0], CultureInfo.InvariantCulture);
    }
}
