using Callsight.Analytics.Querying;
using Callsight.Core;
using Callsight.Tests.Support;

namespace Callsight.Tests.Analytics.Metrics;

public sealed class CampaignMetricTests
{
    /// <summary>Spent 200 in the day; four leads created, two converted in it for 250.</summary>
    private static readonly CatalogueEvent[] Campaign =
    [
        Rows.Spend(150.50m),
        Rows.Spend(49.50m, campaign: Rows.Autumn),
        Rows.Spend(1_000m, "03-01 00:00"),
        Rows.Spend(1_000m, "03-03 00:00"),
        Rows.Lead("09:00", converted: "12:00", value: 180m, campaign: Rows.Spring),
        Rows.Lead("10:00"),
        Rows.Lead("11:00"),
        Rows.Lead("12:00"),
        Rows.Lead("03-01 09:00", converted: "13:00", value: 70m, campaign: Rows.Autumn),
    ];

    private static readonly CatalogueEvent[] NothingSpent = [Rows.Lead("09:00", converted: "12:00", value: 180m)];

    private static readonly CatalogueEvent[] NothingGained = [Rows.Spend(10)];

    [Theory, EveryEngine, Proves("cost")]
    public async Task Cost_counts_on_its_day(string engine) =>
        // 150.50 + 49.50.
        (await Asked.TotalAsync(engine, "cost", Campaign)).ShouldBe(new Figure(200, 200, null));

    [Theory, EveryEngine, Proves("cost_per_lead")]
    public async Task Cost_per_lead_is_by_leads_created(string engine)
    {
        // 200 / 4 = 50.
        (await Asked.TotalAsync(engine, "cost_per_lead", Campaign)).ShouldBe(new Figure(50, 200, 4));
        (await Asked.TotalAsync(engine, "cost_per_lead", NothingGained)).ShouldBe(new Figure(null, 10, 0));
    }

    [Theory, EveryEngine, Proves("cost_per_acquisition")]
    public async Task Cost_per_acquisition_is_by_leads_converted(string engine)
    {
        // 200 / 2 = 100.
        (await Asked.TotalAsync(engine, "cost_per_acquisition", Campaign)).ShouldBe(new Figure(100, 200, 2));
        (await Asked.TotalAsync(engine, "cost_per_acquisition", NothingGained)).ShouldBe(new Figure(null, 10, 0));
    }

    [Theory, EveryEngine, Proves("roi")]
    public async Task Return_on_investment_is_gain_of_cost(string engine)
    {
        // (250 - 200) / 200 = 25 %.
        (await Asked.TotalAsync(engine, "roi", Campaign)).ShouldBe(new Figure(25, 50, 200));
        // All of it lost: -100 %.
        (await Asked.TotalAsync(engine, "roi", NothingGained)).ShouldBe(new Figure(-100, -10, 10));
        (await Asked.TotalAsync(engine, "roi", NothingSpent)).ShouldBe(new Figure(null, 180, 0));
    }

    [Theory, EveryEngine, Proves("roas")]
    public async Task Return_on_ad_spend_is_revenue_by_cost(string engine)
    {
        // 250 / 200 = 1.25.
        (await Asked.TotalAsync(engine, "roas", Campaign)).ShouldBe(new Figure(1.25m, 250, 200));
        (await Asked.TotalAsync(engine, "roas", NothingSpent)).ShouldBe(new Figure(null, 180, 0));
    }

    [Theory, EveryEngine, Proves("roi"), Proves("cost_per_lead")]
    public async Task Figures_of_two_facts_meet_in_the_row_of_their_campaign(string engine)
    {
        var store = await AnalyticsEngine.OpenAsync(engine);
        var tenant = await Asked.TenantWithAsync(store, Campaign);
        var answer = await Asked.AskAsync(store,
            Asked.Query("roi, cost_per_lead", tenant, dimensions: "campaign") with { Order = new QueryOrder("roi", false) });
        // Spring: (180 - 150.50) / 150.50, one lead. Autumn: (70 - 49.50) / 49.50, no lead. Three leads of no campaign.
        answer.Rows.Select(r => (r.Dimensions[0], r.Figures[0], r.Figures[1])).ShouldBe(
        [
            (Rows.Spring, new Figure(2_950m / 150.50m, 29.50m, 150.50m), new Figure(150.50m, 150.50m, 1)),
            (Rows.Autumn, new Figure(2_050m / 49.50m, 20.50m, 49.50m), new Figure(null, 49.50m, 0)),
            (null, new Figure(null, 0, 0), new Figure(0, 0, 3)),
        ]);
    }
}
