namespace Callsight.App.Reporting.Reports;

/// <summary>A chart to draw. Several metrics share it only when they have the same unit.</summary>
/// <param name="Title">The metrics' titles where not said.</param>
internal sealed record ChartPlan(
    ChartShape Shape, IReadOnlyList<string> Metrics, string? Dimension = null, Interval? Interval = null, string? Title = null);

/// <summary>A table to fill. Without dimensions it has a row for each interval.</summary>
internal sealed record TablePlan(string Title, IReadOnlyList<string> Metrics, IReadOnlyList<string> Dimensions);

/// <summary>What stands in a report.</summary>
internal sealed record ReportPlan(
    string Title, IReadOnlyList<string> Summary, IReadOnlyList<ChartPlan> Charts, IReadOnlyList<TablePlan> Tables, bool WithFunnel = false)
{
    private static readonly string[] LeadColumns =
    [
        "leads_generated", "leads_contacted", "leads_qualified", "leads_converted", "leads_lost", "conversion_rate", "total_revenue",
        "average_lead_value",
    ];

    private static readonly string[] CallColumns =
    [
        "calls_total", "calls_handled", "calls_abandoned", "abandonment_rate", "service_level", "average_speed_of_answer",
        "average_handle_time", "customer_rating",
    ];

    private static readonly ReportPlan Leads = new("Lead analysis",
        [.. LeadColumns, "lead_response_time", "time_to_convert"],
        [
            new ChartPlan(ChartShape.Line, ["leads_generated", "leads_converted"], Title: "Leads over time"),
            new ChartPlan(ChartShape.Bar, ["leads_generated", "leads_converted"], "source", Title: "Leads by source"),
        ],
        [
            new TablePlan("Sources", LeadColumns, ["source"]),
            new TablePlan("Campaigns", LeadColumns, ["campaign"]),
        ], WithFunnel: true);

    private static readonly ReportPlan Calls = new("Call analysis",
        [.. CallColumns, "average_hold_time", "average_wrap_up_time", "transfer_rate", "resolution_rate"],
        [
            new ChartPlan(ChartShape.Line, ["calls_total", "calls_handled", "calls_abandoned"], Title: "Calls over time"),
            new ChartPlan(ChartShape.Line, ["service_level"]),
            new ChartPlan(ChartShape.Bar, ["calls_total"], "queue", Title: "Calls by queue"),
        ],
        [
            new TablePlan("Queues", CallColumns, ["queue"]),
            new TablePlan("Day by day", CallColumns, []),
        ]);

    private static readonly ReportPlan Campaigns = new("Campaign analysis",
        ShowTables.CampaignColumns,
        [
            new ChartPlan(ChartShape.Line, ["total_revenue", "cost"], Title: "Revenue and cost over time"),
            new ChartPlan(ChartShape.Bar, ["total_revenue", "cost"], "campaign", Title: "Revenue and cost by campaign"),
        ],
        [new TablePlan("Campaigns", ShowTables.CampaignColumns, ["campaign"])]);

    private static readonly ReportPlan Agents = new("Agent performance",
        ["active_agents", .. ShowTables.AgentColumns],
        [
            new ChartPlan(ChartShape.Bar, ["calls_handled"], "agent", Title: "Handled calls by agent"),
            new ChartPlan(ChartShape.Line, ["average_handle_time"]),
        ],
        [new TablePlan("Agents", ShowTables.AgentColumns, ["agent"])]);

    /// <summary>What stands in the report that is asked for.</summary>
    public static Result<ReportPlan> Of(ReportSpec spec) => spec.Type switch
    {
        ReportType.LeadAnalysis => OfFixed(Leads, spec),
        ReportType.CallAnalysis => OfFixed(Calls, spec),
        ReportType.CampaignAnalysis => OfFixed(Campaigns, spec),
        ReportType.AgentPerformance => OfFixed(Agents, spec),
        ReportType.Custom when spec.Metrics.Count == 0 =>
            Problem.InvalidField("metrics", "A custom report names at least one metric. GET /analytics/metrics lists them."),
        ReportType.Custom => OfCustom(spec),
        _ => Problem.InvalidField("type", "Points are not awarded yet, so there is nothing to report of them. Take another type."),
    };

    private static Result<ReportPlan> OfFixed(ReportPlan plan, ReportSpec spec) =>
        spec is { Metrics.Count: 0, Dimensions.Count: 0, Charts.Count: 0 }
            ? plan
            : Problem.InvalidField("type", "Metrics, dimensions and charts are chosen in reports of the type custom only.");

    private static ReportPlan OfCustom(ReportSpec spec) => new(
        spec.Title ?? "Report", spec.Metrics,
        spec.Charts.Count == 0
            ? [new ChartPlan(ChartShape.Line, [spec.Metrics[0]])]
            : [.. spec.Charts.Select(c => new ChartPlan(c.Type!.Value, [c.Metric], c.Dimension, c.Interval))],
        [new TablePlan(spec.Dimensions.Count == 0 ? "Over time" : "Details", spec.Metrics, spec.Dimensions)]);
}
