using System.Diagnostics;
using Callsight.Analytics.Dialects;
using Callsight.Analytics.Funnels;
using Callsight.Analytics.Metrics;
using Callsight.Analytics.Querying;
using Callsight.Analytics.Schema;
using Callsight.Analytics.Store;
using Callsight.Core;
using Callsight.Simulator;

namespace Callsight.Benchmarks;

/// <summary>How long questions take over a simulated year of one tenant among twenty, beside the plainest SQL for the same.</summary>
internal static class QueryBenchmark
{
    private const int Runs = 21;
    private const int Neighbours = 19;
    private const long NeighbourEvents = 100_000;

    private static readonly DateTimeOffset End = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TenantZone Zone = TenantZone.Find("Europe/Berlin").Value;
    private static readonly DayRange Year = new(new DateOnly(2025, 10, 1), new DateOnly(2026, 9, 30));
    private static readonly DayRange Month = new(new DateOnly(2026, 9, 1), new DateOnly(2026, 9, 30));

    public static async Task RunAsync(Report report, long events)
    {
        var group = $"Questions, {events / 1_000_000.0:0.#} M events";
        var folder = Directory.CreateTempSubdirectory("callsight-bench-");
        await using (var store = new DuckDbEventStore(
            Path.Combine(folder.FullName, "events.duckdb"), new EventStoreOptions(), TimeProvider.System))
        {
            await store.OpenAsync(default);
            var tenant = TenantId.New();
            var started = Stopwatch.GetTimestamp();
            await store.BulkLoadAsync(tenant, SimulatedCallCentre.Create(SimulationPlan.ForEvents(events, End, Zone)).Events(), default);
            report.Add(group, "simulate and load", $"{Report.Number(Stopwatch.GetElapsedTime(started).TotalSeconds)} s");
            for (var neighbour = 0; neighbour < Neighbours; neighbour++)
                await store.BulkLoadAsync(
                    TenantId.New(), SimulatedCallCentre.Create(SimulationPlan.ForEvents(NeighbourEvents, End, Zone)).Events(), default);
            await AskAsync(report, group + ", from the facts", store, tenant, () => new QueryRunner(store));
            await RebuildAsync(report, group, store, tenant);
            await store.PromoteAsync(default);
            await AskAsync(report, group + ", from rollups", store, tenant, () => new QueryRunner(store, store.Rollups));
            using var runner = new QueryRunner(store, store.Rollups);
            await AskAsync(report, group + ", asked again", store, tenant, () => runner);
            report.Add(group, "memory after that", $"{Report.Number(Environment.WorkingSet / 1e6)} MB");
        }

        report.Add(group, "file", $"{Report.Number(new FileInfo(Path.Combine(folder.FullName, "events.duckdb")).Length / 1e6)} MB");
        folder.Delete(recursive: true);
    }

    private static async Task RebuildAsync(Report report, string group, DuckDbEventStore store, TenantId tenant)
    {
        var started = Stopwatch.GetTimestamp();
        await store.Rollups.RebuildAsync(tenant, Zone, _ => true, default);
        report.Add(group, "rollups of all days", $"{Report.Number(Stopwatch.GetElapsedTime(started).TotalSeconds)} s");
        await report.TimeAsync(group, "rollups of one day that changed", async () =>
        {
            var late = new CatalogueEvent { Id = Guid.CreateVersion7(), Type = "page_viewed", OccurredAt = End.AddDays(-40) };
            if ((await store.AppendAsync(tenant, [late], false, default)).Problem is { } problem)
                throw new InvalidOperationException(problem.Message);
            await store.Rollups.RebuildAsync(tenant, Zone, _ => true, default);
        }, runs: 5);
    }

    private static async Task AskAsync(
        Report report, string group, DuckDbEventStore store, TenantId tenant, Func<QueryRunner> runner)
    {
        var query = new AnalyticsQuery
        {
            Tenant = tenant,
            Metrics = [CallMetrics.CallsTotal],
            Days = Year,
            Zone = Zone,
            Now = End,
        };
        var byHand = await report.TimeAsync(group, "by hand: calls by UTC day of a year", () => store.ReadAsync(tenant, new SqlStatement(
            $"SELECT date_trunc('day', started_at), count(*) FROM {DuckDbDialect.SchemaOf(tenant)}.calls GROUP BY 1", []), default));
        await QuestionAsync("trend: calls by local day of a year", query with { Interval = Interval.Day }, byHand);
        await QuestionAsync("agent table of a year", query with
        {
            Metrics = [CallMetrics.CallsHandled, HandleTimeMetrics.AverageHandleTime, ResolutionMetrics.CustomerRating, AgentMetrics.AvailableTime],
            Dimensions = ["agent"],
        });
        await QuestionAsync("dashboard: 15 figures by day of a month, compared", query with
        {
            Metrics =
            [
                CallMetrics.CallsTotal, CallMetrics.CallsHandled, CallMetrics.CallsAbandoned, CallMetrics.AbandonmentRate,
                ServiceLevelMetrics.ServiceLevel, WaitMetrics.AverageSpeedOfAnswer, HandleTimeMetrics.AverageHandleTime,
                ResolutionMetrics.CustomerRating, LeadMetrics.LeadsGenerated, LeadMetrics.LeadsConverted, LeadMetrics.ConversionRate,
                LeadMetrics.TotalRevenue, CampaignMetrics.Cost, CampaignMetrics.Roi, AgentMetrics.ActiveAgents,
            ],
            Days = Month,
            Interval = Interval.Day,
            Compare = Compare.PreviousPeriod,
        });
        await QuestionAsync("daily report of a year", query with
        {
            Metrics = [CallMetrics.CallsTotal, LeadMetrics.LeadsGenerated, AgentMetrics.ActiveAgents, LeadMetrics.TotalRevenue],
            Interval = Interval.Day,
            Limit = 1_000,
        });
        await QuestionAsync("events of a month by type", query with
        {
            Metrics = [EventMetrics.EventsTotal],
            Days = Month,
            Dimensions = ["event_type"],
        });
        await QuestionAsync("campaign table of a year", query with
        {
            Metrics = [LeadMetrics.LeadsGenerated, LeadMetrics.LeadsConverted, LeadMetrics.TotalRevenue, CampaignMetrics.Cost, CampaignMetrics.Roi],
            Dimensions = ["campaign"],
        });
        await QuestionAsync("events of a year by a free property", query with
        {
            Metrics = [EventMetrics.EventsTotal],
            Dimensions = ["properties.topic"],
        });
        await QuestionAsync("calls of a year by a free property", query with { Dimensions = ["properties.topic"] });
        await FunnelAsync("3-step funnel of a month", Month);
        await FunnelAsync("3-step funnel of a year", Year);
        await FunnelAsync("3-step funnel of a year by source", Year, funnel => funnel with { Breakdown = "source" });
        await FunnelAsync("3-step funnel of a year, each time", Year, funnel => funnel with { Count = FunnelCount.Totals });
        await FunnelAsync("3-step funnel of a year, strict", Year, funnel => funnel with { Order = FunnelOrder.Strict });

        Task QuestionAsync(string what, AnalyticsQuery question, double? baseline = null) => report.TimeAsync(group, what, async () =>
        {
            if ((await runner().AskAsync(question, default)).Problem is { } problem)
                throw new InvalidOperationException(problem.Message);
        }, runs: Runs, baseline: baseline);

        Task FunnelAsync(string what, DayRange days, Func<FunnelQuery, FunnelQuery>? more = null) => report.TimeAsync(group, what, async () =>
        {
            var funnel = new FunnelQuery
            {
                Tenant = tenant,
                Days = days,
                Zone = Zone,
                Now = End,
                Steps =
                [
                    .. new[] { EventCatalogue.LeadCreated, EventCatalogue.LeadContacted, EventCatalogue.LeadConverted }
                        .Select(t => new FunnelStep(t.Name, Filter.Everything, t.Title)),
                ],
            };
            if ((await new FunnelRunner(store).AskAsync(more?.Invoke(funnel) ?? funnel, default)).Problem is { } problem)
                throw new InvalidOperationException(problem.Message);
        }, runs: Runs);
    }
}
