using Callsight.Analytics.Metrics;
using Callsight.Analytics.Querying;
using Callsight.Analytics.Store;
using Callsight.Core;
using Callsight.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Callsight.Tests.Analytics.Rollups;

/// <summary>Raw events beyond what a tenant keeps are gone, and so is what was counted from them; nothing else changes.</summary>
public sealed class ForgottenEventTests : IAsyncDisposable
{
    private const int Seed = 20_260_401;

    private static readonly DayRange March = new(new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 31));
    private static readonly TenantZone Zone = TenantZone.Find("Europe/Berlin").Value;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("callsight-forgotten-");
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 4, 20, 12, 0, 0, TimeSpan.Zero));
    private readonly TenantId tenant = TenantId.New();
    private readonly TenantId stranger = TenantId.New();
    private readonly DuckDbEventStore store;

    public ForgottenEventTests() =>
        store = new DuckDbEventStore(Path.Combine(folder.FullName, "events.duckdb"), new EventStoreOptions { RollupAtRows = 0 }, clock);

    // Half of the events are settled and half are fresh; days are those of the wall clock, with a change of the clock among them.
    [Fact]
    public async Task Days_are_forgotten_whole_and_answers_from_figures_kept_equal_those_from_the_events()
    {
        await store.OpenAsync(default);
        var random = new Random(Seed);
        var instants = Enumerable.Range(0, 400).Select(_ => Zone.StartOfDay(March.First).AddMinutes(random.Next(31 * 24 * 60))).ToList();
        await RecordAsync(tenant, instants.Take(200));
        await RecordAsync(stranger, instants);
        await store.SettleAsync(default);
        await RecordAsync(tenant, instants.Skip(200));
        await store.Rollups.RebuildAsync(tenant, Zone, _ => true, default);
        await store.Rollups.RebuildAsync(stranger, Zone, _ => true, default);
        (await DaysAsync(tenant, kept: true)).ShouldBe(Expected(instants, March.First));

        var before = new DateOnly(2026, 3, 29);
        (await store.ForgetAsync(tenant, before, Zone, default)).ShouldBe(instants.Count(at => Zone.ToLocalDay(at) < before));
        (await store.ForgetAsync(tenant, before, Zone, default)).ShouldBe(0);

        (await DaysAsync(tenant, kept: true)).ShouldBe(Expected(instants, before));
        await store.Rollups.RebuildAsync(tenant, Zone, _ => true, default);
        (await DaysAsync(tenant, kept: true)).ShouldBe(Expected(instants, before));
        (await DaysAsync(tenant, kept: false)).ShouldBe(Expected(instants, before));
        (await DaysAsync(stranger, kept: true)).ShouldBe(Expected(instants, March.First));
        (await store.ReadEventsAsync(tenant, new EventPageRequest(Limit: 500), default)).Events
            .ShouldAllBe(e => Zone.ToLocalDay(e.Event.OccurredAt) >= before);
    }

    [Fact]
    public async Task Facts_stay_and_nothing_is_listed_as_restated()
    {
        await store.OpenAsync(default);
        var lead = new LeadFact { LeadId = Guid.CreateVersion7(), Source = "web", Status = "new", CreatedAt = EngineFixture.At("2026-03-10T10:00Z") };
        var created = EngineFixture.Carrying(lead) with { OccurredAt = lead.CreatedAt };
        (await store.ApplyAsync("test", [new LoggedEvent(tenant, new LogPosition(0, 1), created.OccurredAt, created)], new LogPosition(0, 1),
            default)).ShouldBeNull();
        await store.Rollups.RebuildAsync(tenant, Zone, _ => true, default);

        (await store.ForgetAsync(tenant, March.Last, Zone, default)).ShouldBe(1);
        await store.Rollups.RebuildAsync(tenant, Zone, _ => true, default);

        foreach (var rollups in new[] { store.Rollups, null })
        {
            using var runner = new QueryRunner(store, rollups);
            var totals = (await runner.AskAsync(Question(tenant, LeadMetrics.LeadsGenerated, EventMetrics.EventsTotal), default)).Value.Totals;
            totals.Select(f => f.Value).ShouldBe([1m, 0m]);
        }

        (await store.Rollups.RestatementsAsync(tenant, March, null, 100, default)).ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static string Expected(IEnumerable<DateTimeOffset> instants, DateOnly from) => string.Join(" ", instants
        .Select(Zone.ToLocalDay).Where(day => day >= from).GroupBy(day => day).OrderBy(day => day.Key).Select(day => $"{day.Key:MM-dd}={day.Count()}"));

    private async Task RecordAsync(TenantId of, IEnumerable<DateTimeOffset> instants) =>
        (await store.AppendAsync(of, [.. instants.Select(at => EngineFixture.Event("probe", "2026-01-01T00:00Z") with { OccurredAt = at })],
            false, default)).Problem.ShouldBeNull();

    private async Task<string> DaysAsync(TenantId of, bool kept)
    {
        using var runner = new QueryRunner(store, kept ? store.Rollups : null);
        var answer = (await runner.AskAsync(Question(of, EventMetrics.EventsTotal) with { Interval = Interval.Day }, default)).Value;
        return string.Join(" ", answer.Rows.Where(row => row.Figures[0].Value > 0)
            .Select(row => $"{row.Timestamp:MM-dd}={row.Figures[0].Value:0}"));
    }

    private AnalyticsQuery Question(TenantId of, params IReadOnlyList<Metric> metrics) => new()
    {
        Tenant = of,
        Metrics = [.. metrics],
        Days = March,
        Zone = Zone,
        Now = clock.GetUtcNow(),
    };
}
