using Callsight.Analytics.Metrics;
using Callsight.Analytics.Schema;
using Callsight.App.Reporting;

namespace Callsight.Web.Components.Filters;

/// <summary>Metrics under the thing they are about, as people look for them.</summary>
public static class MetricGroups
{
    private static readonly Dictionary<string, string> Known = MetricCatalogue.All.ToDictionary(m => m.Key, GroupOf);

    /// <summary>The groups in the order they are offered.</summary>
    internal static readonly List<string> Order = ["Calls", "Leads", "Agents", "Campaigns", "Events", "Your own"];

    public static string Of(MetricView metric) =>
        metric.Definition is null && Known.TryGetValue(metric.Name, out var group) ? group : "Your own";

    private static string GroupOf(Metric metric)
    {
        var facts = metric.Aggregates.Select(a => a.Fact).ToList();
        return facts.Contains(Facts.Spend) ? "Campaigns"
            : facts.Exists(f => f == Facts.AgentStates || f == Facts.AgentActivity || f == Facts.Activities) ? "Agents"
            : facts.Exists(f => f == Facts.Leads || f == Facts.StatusStays || f == Facts.StageStays) ? "Leads"
            : facts.Contains(Facts.Events) ? "Events"
            : "Calls";
    }
}
