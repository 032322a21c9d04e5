using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Callsight.Analytics.Dialects;
using Callsight.Analytics.Schema;
using Callsight.Analytics.Store;
using Callsight.Core;
using Callsight.IntegrationTests.Support;

namespace Callsight.IntegrationTests.Ingestion;

/// <summary>The disk fills up while events come in, and is mended: nothing acknowledged is lost, nothing is counted twice.</summary>
public sealed class FullDiskTests : IAsyncDisposable
{
    private const int EventsInBatch = 50;
    private const int Senders = 4;
    private const int Megabyte = 1024 * 1024;

    private readonly TenantId tenant = TenantId.New();
    private readonly ConcurrentBag<Guid> acknowledged = [];
    private readonly ConcurrentBag<Problem> refused = [];
    private readonly CancellationTokenSource enough = new();
    private SmallDisk? disk;
    private DuckDbEventStore? store;

    public async ValueTask DisposeAsync()
    {
        if (store is not null)
            await store.DisposeAsync();
        disk?.Dispose();
        enough.Dispose();
    }

    [Fact]
    public async Task Below_the_reserve_writing_is_refused_with_how_to_mend_it_and_questions_are_answered()
    {
        await OpenAsync(megabytes: 60, reserveMegabytes: 20);
        var senders = Send();
        await AcknowledgedAsync(more: 500);
        disk!.FillUpTo(freeBytes: 10 * Megabyte);
        await RefusedAsync("store.full");

        store!.Trouble!.Code.ShouldBe("store.full");
        var full = refused.First(p => p.Code == "store.full");
        (full.Kind, full.Message).ShouldBe((ProblemKind.Unavailable,
            "Less than 20 MB are free on the disk of the event store, so nothing is recorded. " +
            "Free some space there, then send it again; what was recorded can be asked for."));
        full.RetryAfter.ShouldNotBeNull();
        (await CountAsync()).ShouldBeGreaterThanOrEqualTo(500);
        (await store.ReadEventsAsync(TenantId.New(), new EventPageRequest(), default)).Events.ShouldBeEmpty();

        disk.Free();
        await AcknowledgedAsync(more: 500);
        await StopAsync(senders);
        store.Trouble.ShouldBeNull();
        refused.Select(p => p.Code).Distinct().ShouldBe(["store.full"]);
        await CheckAsync(reopened: false);
    }

    // Without a reserve the engine runs into the wall: a commit fails, and with it every connection of the process.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_a_commit_fails_for_good_the_file_is_opened_again_by_itself(bool withIds)
    {
        await OpenAsync(megabytes: 200, reserveMegabytes: 0, settleAtEvents: 100_000);
        var senders = Send(withIds);
        var questions = AskAsync();
        for (var round = 0; round < 2; round++)
        {
            await AcknowledgedAsync(more: 500);
            var before = refused.Count;
            // Room for the log to grow until it is written back into the file, which then fails.
            await Eventually.IsTrueAsync(() => LogBytes is > 6 * Megabyte and < 12 * Megabyte, "the log has grown");
            disk!.FillUpTo(freeBytes: 19 * Megabyte - LogBytes);
            await Eventually.IsTrueAsync(() => refused.Count > before + 10 || senders.IsFaulted, "it is full");
            if (senders.IsFaulted)
                await senders;
            disk.Free();
        }

        await AcknowledgedAsync(more: 500);
        await StopAsync(senders);
        await questions;
        refused.Select(p => p.Code).Distinct().ShouldBe(["store.unavailable"]);
        store!.TimesReopened.ShouldBeGreaterThan(0);
        await CheckAsync(reopened: false);
        await CheckAsync(reopened: true);
    }

    [Fact]
    public async Task Figures_of_days_are_counted_on_when_there_is_room_again()
    {
        await OpenAsync(megabytes: 60, reserveMegabytes: 20);
        var days = new List<CatalogueEvent>();
        for (var day = 0; day < 30; day++)
            days.Add(LogStore.Something() with { OccurredAt = DateTimeOffset.UnixEpoch.AddDays(day) });
        (await store!.AppendAsync(tenant, days, mayRepeat: true, default)).Problem.ShouldBeNull();
        disk!.FillUpTo(freeBytes: 10 * Megabyte);
        await Eventually.IsTrueAsync(() => store.Trouble is not null, "the store has seen it");
        (await store.Rollups.RebuildAsync(tenant, TenantZone.Utc, _ => true, default)).ShouldBe(0);

        disk.Free();
        await Eventually.IsTrueAsync(() => store.Trouble is null, "the store has seen it");
        (await store.Rollups.RebuildAsync(tenant, TenantZone.Utc, _ => true, default)).ShouldBe(30);
    }

    private async Task OpenAsync(int megabytes, int reserveMegabytes, int settleAtEvents = 1_000)
    {
        disk ??= SmallDisk.Mount(megabytes);
        store = new DuckDbEventStore(Path.Combine(disk.Folder, "events.duckdb"),
            new EventStoreOptions { SettleAtEvents = settleAtEvents, ReserveMegabytes = reserveMegabytes, MemoryLimit = "256MB", RollupAtRows = 0 },
            TimeProvider.System);
        await store.OpenAsync(default);
    }

    private long LogBytes => new FileInfo(Path.Combine(disk!.Folder, "events.duckdb.wal")) is { Exists: true } log ? log.Length : 0;

    private Task Send(bool withIds = true) => Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(() => SendAsync(withIds))));

    /// <summary>A sender repeats a batch that was refused when its events have ids of the sender's; else the next batch follows.</summary>
    private async Task SendAsync(bool withIds)
    {
        while (!enough.IsCancellationRequested)
        {
            var batch = Enumerable.Range(0, EventsInBatch).Select(_ => Long()).ToList();
            while (true)
            {
                var result = await store!.AppendAsync(tenant, batch, mayRepeat: withIds, default);
                if (result.Problem is not { } problem)
                {
                    foreach (var e in batch)
                        acknowledged.Add(e.Id);
                    break;
                }

                refused.Add(problem);
                await Task.Delay(20);
                if (!withIds)
                    break;
            }
        }
    }

    /// <summary>Questions are answered or, while the file is opened again, told that the store is away; nothing else happens to them.</summary>
    private async Task AskAsync()
    {
        while (!enough.IsCancellationRequested)
        {
            try
            {
                (await CountAsync()).ShouldBeGreaterThanOrEqualTo(0);
            }
            catch (StoreException away)
            {
                away.Problem.Code.ShouldBe("store.unavailable");
            }

            await Task.Delay(5);
        }
    }

    /// <summary>Long enough that the engine's log is written back to the file now and then, which needs room too.</summary>
    private static CatalogueEvent Long() => LogStore.Something() with
    {
        Properties = new JsonObject { ["text"] = Convert.ToHexString(RandomNumberGenerator.GetBytes(4_000)) },
    };

    private async Task StopAsync(Task senders)
    {
        await enough.CancelAsync();
        await senders;
    }

    private async Task CheckAsync(bool reopened)
    {
        if (reopened)
        {
            await store!.DisposeAsync();
            await OpenAsync(megabytes: 0, reserveMegabytes: 0);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{acknowledged.Count} events acknowledged, {refused.Count} batches refused, opened again {store!.TimesReopened} times.");
        foreach (var cause in refused.GroupBy(p => p.Cause?.Message))
            TestContext.Current.TestOutputHelper?.WriteLine($"{cause.Count()} {cause.Key}");
        var ids = await IdsAsync();
        ids.Distinct().Count().ShouldBe(ids.Count);
        acknowledged.Except(ids).ShouldBeEmpty();
        ids.Count.ShouldBe(acknowledged.Count);
    }

    private async Task AcknowledgedAsync(int more)
    {
        var goal = acknowledged.Count + more;
        await Eventually.IsTrueAsync(() => acknowledged.Count >= goal,
            $"events are recorded; {new DriveInfo(disk!.Folder).AvailableFreeSpace / Megabyte} MB were free");
    }

    private Task RefusedAsync(string code) => Eventually.IsTrueAsync(() => refused.Any(p => p.Code == code), $"{code} is answered");

    private async Task<int> CountAsync() => (await IdsAsync()).Count;

    private async Task<List<Guid>> IdsAsync()
    {
        var rows = store!.Dialect.Rows(FactTable.Events, tenant, store.Dialect.Parameter("tenant", SqlType.Identity));
        var answer = await store.ReadAsync(tenant, new SqlStatement($"SELECT event_id FROM {rows}",
            [new SqlParameter("tenant", SqlType.Identity, tenant.Value)]), default);
        return [.. answer.Rows.Select(row => (Guid)row[0]!)];
    }
}
