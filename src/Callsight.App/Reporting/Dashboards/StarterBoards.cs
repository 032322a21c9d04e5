using Callsight.App.Reporting.Funnels;

namespace Callsight.App.Reporting.Dashboards;

/// <summary>Boards to begin with: for who leads a shift, for who takes calls, for who spends on campaigns.</summary>
internal static class StarterBoards
{
    private static readonly FunnelDefinition LeadFunnel = new()
    {
        Steps =
        [
            .. new[]
                {
                    EventCatalogue.LeadCreated, EventCatalogue.LeadContacted, EventCatalogue.LeadQualified, EventCatalogue.LeadConverted,
                }
                .Select(type => new FunnelStepRequest(type.Name, null, type.Title)),
        ],
        Window = new FunnelWindow(90, WindowUnit.Day),
    };

    public static IReadOnlyList<DashboardCopy> All { get; } =
    [
        new("Today", "The day as it goes, and who carries it.", "today", null,
        [
            Figure("Calls", "calls_total", 0, 0), Figure("Service level", "service_level", 3, 0),
            Figure("New leads", "leads_generated", 6, 0), Figure("All events", "events_total", 9, 0),
            Widget("Calls by the hour", WidgetType.Bar, 0, 2, 6, 4, new(["calls_handled"], Interval: Interval.Hour)),
            Widget("All events by the hour", WidgetType.Line, 6, 2, 6, 4, new(["events_total"], Interval: Interval.Hour)),
            Widget("Agents", WidgetType.Leaderboard, 0, 6, 6, 5, new(["calls_handled", "average_handle_time", "occupancy"], ["agent"])),
            Widget("Queues", WidgetType.Table, 6, 6, 6, 5,
                new(["calls_total", "service_level", "average_speed_of_answer", "abandonment_rate"], ["queue"], OrderBy: "-calls_total")),
        ]),
        new("Supervisor", "How the shift goes: what comes in, how long it waits, who is doing well.", "last_7_days", null,
        [
            Figure("Calls", "calls_total", 0, 0), Figure("Service level", "service_level", 3, 0),
            Figure("Abandonment", "abandonment_rate", 6, 0), Figure("Speed of answer", "average_speed_of_answer", 9, 0),
            Widget("Calls over time", WidgetType.Line, 0, 2, 8, 4, new(["calls_total", "calls_abandoned"])),
            Widget("Busiest hours", WidgetType.Heatmap, 8, 2, 4, 4, new(["calls_total"])),
            Widget("Agents", WidgetType.Leaderboard, 0, 6, 6, 5,
                new(["calls_handled", "average_handle_time", "customer_rating"], ["agent"])),
            Widget("Queues", WidgetType.Table, 6, 6, 6, 5,
                new(["calls_total", "service_level", "average_speed_of_answer", "abandonment_rate"], ["queue"], OrderBy: "-calls_total")),
        ]),
        new("Agent", "What was done, and how it was received.", "last_7_days", null,
        [
            Figure("Calls handled", "calls_handled", 0, 0), Figure("Handle time", "average_handle_time", 3, 0),
            Figure("Customer rating", "customer_rating", 6, 0), Figure("Resolved at once", "first_contact_resolution", 9, 0),
            Widget("Calls handled by day", WidgetType.Bar, 0, 2, 6, 4, new(["calls_handled"], Interval: Interval.Day)),
            Widget("Outcomes", WidgetType.Pie, 6, 2, 6, 4, new(["calls_handled"], ["outcome"])),
        ]),
        new("Campaign manager", "What campaigns cost, what they bring, and where leads are lost.", "last_30_days", null,
        [
            Figure("Leads", "leads_generated", 0, 0), Figure("Conversion", "conversion_rate", 3, 0),
            Figure("Cost per lead", "cost_per_lead", 6, 0), Figure("Return", "roi", 9, 0),
            Widget("Leads by source", WidgetType.Line, 0, 2, 8, 4, new(["leads_generated"], ["source"])),
            Widget("Where leads are lost", WidgetType.Funnel, 8, 2, 4, 4, new(Funnel: LeadFunnel)),
            Widget("Campaigns", WidgetType.Table, 0, 6, 12, 5,
                new(
                    ["leads_generated", "leads_converted", "conversion_rate", "total_revenue", "cost", "cost_per_lead", "roi"],
                    ["campaign"], OrderBy: "-total_revenue")),
        ]),
    ];

    private static WidgetCopy Figure(string title, string metric, int x, int y) =>
        Widget(title, WidgetType.Metric, x, y, 3, 2, new([metric]));

    private static WidgetCopy Widget(string title, WidgetType type, int x, int y, int w, int h, WidgetConfig config) =>
        new(title, type, config, new WidgetPosition(x, y, w, h), true);
}
