using Callsight.Analytics.Querying;

namespace Callsight.App.Reporting.Reports;

/// <summary>Where to look for what stands out.</summary>
/// <param name="Query">Whose days, zone and filter.</param>
/// <param name="Metrics">Which may have moved.</param>
internal sealed record InsightScope(AnalyticsQuery Query, IReadOnlyList<string> Metrics, bool WithAgents, bool WithCampaigns)
{
    private static readonly string[] OfCalls = ["calls_total", "calls_handled", "calls_abandoned"];
    private static readonly string[] OfLeads = ["leads_generated", "leads_converted", "total_revenue"];

    public static InsightScope Of(ReportType? type, AnalyticsQuery query) => type switch
    {
        ReportType.LeadAnalysis => new InsightScope(query, OfLeads, false, true),
        ReportType.CallAnalysis => new InsightScope(query, OfCalls, true, false),
        ReportType.CampaignAnalysis => new InsightScope(query, [.. OfLeads, "cost"], false, true),
        ReportType.AgentPerformance => new InsightScope(query, ["calls_handled", "leads_converted"], true, false),
        ReportType.Custom => new InsightScope(query, [.. query.Metrics.Select(m => m.Key)], false, false),
        _ => new InsightScope(query, [.. OfCalls, .. OfLeads], true, true),
    };
}
