using Callsight.Analytics.Store;
using Callsight.Core;
using Callsight.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Callsight.Tests.Analytics.Rollups;

/// <summary>A figure that was final and changed all the same is written down, with what it was.</summary>
public sealed class RestatementTests : IAsyncDisposable
{
    private static readonly DayRange Days = new(new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 31));

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("callsight-restated-");
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero));
    private readonly TenantId tenant = TenantId.New();
    private readonly DuckDbEventStore store;

    public RestatementTests() =>
        store = new DuckDbEventStore(Path.Combine(folder.FullName, "events.duckdb"), new EventStoreOptions { RollupAtRows = 0 }, clock);

    [Fact]
    public async Task What_comes_late_for_a_final_day_restates_it()
    {
        await store.OpenAsync(default);
        await CountAsync("2026-03-02 10:00:00");
        await CountAsync("2026-03-02 11:00:00");
        (await ListAsync()).ShouldBeEmpty("the day is not over");

        clock.SetUtcNow(new DateTimeOffset(2026, 3, 3, 5, 59, 0, TimeSpan.Zero));
        await CountAsync("2026-03-02 12:00:00");
        clock.SetUtcNow(new DateTimeOffset(2026, 3, 3, 6, 0, 0, TimeSpan.Zero));
        await CountAsync("2026-03-02 13:00:00");
        (await ListAsync()).ShouldBeEmpty("it became final just now, with what is known");

        clock.SetUtcNow(new DateTimeOffset(2026, 3, 9, 0, 0, 0, TimeSpan.Zero));
        await CountAsync("2026-03-02 14:00:00");
        var restated = (await ListAsync()).ShouldHaveSingleItem();
        restated.Day.ShouldBe(new DateOnly(2026, 3, 2));
        (restated.Metric, restated.Before, restated.After, restated.RestatedAt).ShouldBe(("events_total", 4m, 5m, clock.GetUtcNow()));
    }

    [Fact]
    public async Task A_day_of_which_nothing_was_known_is_not_restated()
    {
        await store.OpenAsync(default);
        await CountAsync("2026-03-01 10:00:00");
        clock.SetUtcNow(new DateTimeOffset(2026, 3, 20, 0, 0, 0, TimeSpan.Zero));
        await CountAsync("2026-03-10 10:00:00");
        (await ListAsync()).ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private async Task CountAsync(string at)
    {
        (await store.AppendAsync(tenant, [Rows.Event("page_viewed", at)], false, default)).Problem.ShouldBeNull();
        await store.Rollups.RebuildAsync(tenant, TenantZone.Utc, _ => true, default);
    }

    private async Task<IEnumerable<Callsight.Analytics.Rollups.Restatement>> ListAsync() =>
        (await store.Rollups.RestatementsAsync(tenant, Days, null, 100, default)).Where(r => r.Metric is "events_total");
}
