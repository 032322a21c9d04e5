using Callsight.Analytics.Metrics;
using Callsight.Analytics.Querying;
using Callsight.App.CallCentre.Leads;
using Callsight.Core;
using Callsight.Tests.Support;
using CsCheck;

namespace Callsight.Tests.App.Data;

public sealed class FilterQueriesTests
{
    [Fact]
    public async Task Memory_the_relational_store_and_analytics_pick_the_same_leads()
    {
        var tenant = TenantId.New();
        await using var store = await RelationalStore.OpenAsync("sqlite");
        await FilterChecks.SaveAsync(store, tenant);
        var engine = await AnalyticsEngine.OpenAsync("duckdb");
        await engine.LoadAsync(tenant, [.. FilterSamples.Leads.Select(lead => lead.Milestone(LeadStatus.New, replaces: false))]);
        var runner = new QueryRunner(engine.Sql);
        var generated = MetricCatalogue.Find("leads_generated", "metrics").Value;

        await FilterSamples.Filters.SampleAsync(async filter =>
        {
            var expected = FilterChecks.InMemory(filter);
            (await FilterChecks.InStoreAsync(store, tenant, filter)).ShouldBe(expected, FilterJson.Write(filter));
            var answer = await runner.AskAsync(new AnalyticsQuery
            {
                Tenant = tenant,
                Metrics = [generated],
                Dimensions = ["lead"],
                Filter = filter,
                Days = new DayRange(new DateOnly(2025, 1, 1), new DateOnly(2027, 1, 1)),
                Zone = FilterSamples.Time.Zone,
                Now = FilterSamples.Time.Now,
                Limit = FilterSamples.Leads.Count,
            }, CancellationToken.None);
            answer.Value.Rows.Select(row => (Guid)row.Dimensions[0]!).Order().ToList().ShouldBe(expected, FilterJson.Write(filter));
        }, iter: 200, print: FilterJson.Write);
    }
}
