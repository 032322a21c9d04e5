using System.Text.Json.Nodes;
using Callsight.Analytics.Funnels;
using Callsight.Analytics.Querying;
using Callsight.App.Http;
using Callsight.App.Reporting.Reports;

namespace Callsight.App.Reporting;

/// <summary>The figures a supervisor looks at first.</summary>
/// <param name="Funnel">The leads created in the period, followed to their conversion within 90 days.</param>
/// <param name="Insights">What stands out, in sentences, with the figures they stand on.</param>
public sealed record DashboardView(
    JsonObject Summary, JsonObject? Comparison, IReadOnlyList<JsonObject> Trends, IReadOnlyList<JsonObject> TopAgents,
    IReadOnlyList<JsonObject> TopCampaigns, IReadOnlyList<FunnelStage> Funnel, IReadOnlyList<Insight> Insights);

internal static class ShowDashboard
{
    private const int Top = 5;

    private static readonly string[] Summary =
    [
        "calls_total", "calls_handled", "calls_abandoned", "abandonment_rate", "service_level", "average_speed_of_answer",
        "average_handle_time", "customer_rating", "leads_generated", "leads_converted", "conversion_rate", "total_revenue", "cost", "roi",
        "active_agents",
    ];

    public static void Map(RouteGroupBuilder analytics) => analytics
        .MapGet("/dashboard", HandleAsync).WithName("Dashboard").WithSummary("Summary, trends and the best of a period");

    public static async Task<Answer<DashboardView>> HandleAsync(
        [AsParameters] Period period, Compare? compare, Questions questions, FunnelRunner funnels, FindInsights insights,
        CancellationToken ct)
    {
        if (!(await questions.MakeAsync(Summary, period.StartDate, period.EndDate, null, ct)).TryGet(out var query, out var problem))
            return problem;
        var daily = query with { Interval = Interval.Day, Compare = compare ?? Compare.PreviousPeriod };
        if (!(await questions.AskForAllAsync(daily, ct)).TryGet(out var days, out problem))
            return problem;
        return new DashboardView(Questions.Totals(days), Questions.Comparison(days), await questions.RowsAsync(days, ct),
            await TopAsync(["calls_handled", "average_handle_time", "customer_rating"], "agent"),
            await TopAsync(["leads_converted", "total_revenue", "cost", "roi"], "campaign"),
            (await funnels.AskAsync(Stages(query), ct)).Value.All.Stages,
            await insights.FindAsync(InsightScope.Of(null, days.Query), ct));

        async Task<IReadOnlyList<JsonObject>> TopAsync(string[] metrics, string dimension)
        {
            var asked = (await questions.MakeAsync(metrics, period.StartDate, period.EndDate, null, ct)).Value;
            var answer = (await questions.AskAsync(asked with { Dimensions = [dimension], Limit = Top + 1 }, ct)).Value;
            return [.. (await questions.RowsAsync(answer, ct)).Where(row => row[dimension + "_id"] is not null).Take(Top)];
        }
    }

    internal static FunnelQuery Stages(AnalyticsQuery query) => new()
    {
        Tenant = query.Tenant,
        Steps =
        [
            .. new[]
                {
                    EventCatalogue.LeadCreated, EventCatalogue.LeadContacted, EventCatalogue.LeadQualified, EventCatalogue.LeadConverted,
                }
                .Select(type => new FunnelStep(type.Name, Filter.Everything, type.Title)),
        ],
        Days = query.Days,
        Zone = query.Zone,
        Window = TimeSpan.FromDays(90),
        Now = query.Now,
    };
}
