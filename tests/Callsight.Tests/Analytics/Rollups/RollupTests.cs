using Callsight.Analytics.Querying;
using Callsight.Analytics.Store;
using Callsight.Core;
using Callsight.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Callsight.Tests.Analytics.Rollups;

/// <summary>When figures are kept, and what they are when a change reaches far.</summary>
public sealed class RollupTests : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("callsight-rollups-");
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly TenantId tenant = TenantId.New();
    private readonly DuckDbEventStore store;

    public RollupTests() => store = new DuckDbEventStore(
        Path.Combine(folder.FullName, "events.duckdb"), new EventStoreOptions { RollupAtRows = 10 }, clock);

    [Fact]
    public async Task Figures_are_kept_of_tenants_that_are_large_enough()
    {
        await store.OpenAsync(default);
        await AppendAsync(5);
        (await RebuildAsync()).ShouldBe((0, false), "five events are counted as they are");
        (await EventsAsync()).ShouldBe(5);
        await AppendAsync(5);
        (await RebuildAsync()).ShouldBe((0, false), "it was looked at a moment ago");
        clock.Advance(TimeSpan.FromMinutes(1));
        (await RebuildAsync()).ShouldBe((1, true));
        (await EventsAsync()).ShouldBe(10);
        store.Rollups.Changes.Fresh(tenant).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stretch_that_ends_after_more_than_a_year_counts_on_each_of_its_days()
    {
        var engine = await AnalyticsEngine.OpenAsync("duckdb");
        var open = Rows.State("available", "2024-12-01 00:00");
        await engine.LoadAsync(tenant, [open, Rows.State("busy", "2024-11-01 00:00", "2024-11-01 01:00")]);
        await engine.Rollups!.RebuildAsync(tenant, TenantZone.Utc, _ => true, default);
        // Open until 15 March 2026: of the 28 days of February 2025, every second.
        var ended = open.AgentStates[0] with { EndedAt = Rows.At("2026-03-15 00:00") };
        await engine.LoadAsync(tenant, [Rows.Event("agent_availability_changed", "2026-03-15 00:00") with { AgentStates = [ended] }]);
        var february = Asked.Query("available_time", tenant, "2025-02-01", "2025-02-28");
        using var runner = new QueryRunner(engine.Sql, engine.Rollups);
        (await runner.AskAsync(february, default)).Value.Totals[0].Value.ShouldBe(28 * 86_400);
        await engine.Rollups.RebuildAsync(tenant, TenantZone.Utc, _ => true, default);
        (await runner.AskAsync(february, default)).Value.Totals[0].Value.ShouldBe(28 * 86_400);
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private async Task AppendAsync(int events) =>
        (await store.AppendAsync(tenant, [.. Enumerable.Range(0, events).Select(_ => Rows.Event("page_viewed", "10:00"))], false, default))
            .Problem.ShouldBeNull();

    private async Task<(int Days, bool IsKept)> RebuildAsync() => (
        await store.Rollups.RebuildAsync(tenant, TenantZone.Utc, _ => true, default), store.Rollups.ZoneOf(tenant) is not null);

    private async Task<decimal?> EventsAsync()
    {
        using var runner = new QueryRunner(store, store.Rollups);
        return (await runner.AskAsync(Asked.Query("events_total", tenant), default)).Value.Totals[0].Value;
    }
}
