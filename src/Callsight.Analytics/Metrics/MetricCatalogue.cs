using System.Reflection;

namespace Callsight.Analytics.Metrics;

/// <summary>All metrics. A new one is a field in its family's file; it is found from there.</summary>
public static class MetricCatalogue
{
    private static readonly Type[] Families =
    [
        typeof(CallMetrics), typeof(HandleTimeMetrics), typeof(AgentMetrics), typeof(LeadMetrics), typeof(CampaignMetrics),
        typeof(EventMetrics),
    ];

    /// <summary>In the order of the families' files.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        .. Families.SelectMany(family => family.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Where(field => field.FieldType == typeof(Metric)).Select(field => (Metric)field.GetValue(null)!),
    ];

    private static readonly Dictionary<string, Metric> ByKey = All.ToDictionary(m => m.Key, StringComparer.Ordinal);

    /// <summary>Finds a metric; a wrong name is answered with those that look like it.</summary>
    public static Result<Metric> Find(string key, string path)
    {
        if (ByKey.TryGetValue(key, out var metric))
            return metric;
        var near = NearMatches.Of(key, ByKey.Keys);
        return Problem.InvalidField(path, near.Count == 0
            ? $"There is no metric {Shown(key)}. GET /analytics/metrics lists them."
            : $"There is no metric {Shown(key)}. Did you mean {string.Join(" or ", near)}?");
    }

    private static string Shown(string key) => key.Length <= 60 ? $"\"{key}\"" : $"\"{key[..60]}…\"";
}
