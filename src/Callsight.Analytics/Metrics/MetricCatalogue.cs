using System.Globalization;
using System.Reflection;

namespace Callsight.Analytics.Metrics;

/// <summary>All metrics. A new one is a field in its family's file; it is found from there.</summary>
public static class MetricCatalogue
{
    private static readonly Type[] Families =
    [
        typeof(CallMetrics), typeof(WaitMetrics), typeof(ServiceLevelMetrics), typeof(HandleTimeMetrics), typeof(ResolutionMetrics),
        typeof(AgentMetrics), typeof(ActivityMetrics), typeof(LeadMetrics), typeof(LeadResponseMetrics), typeof(LeadStageMetrics),
        typeof(CampaignMetrics), typeof(TaskMetrics), typeof(MessageMetrics), typeof(EventMetrics),
    ];

    /// <summary>Metrics that depend on what the tenant decided, or take a threshold; the others are what they are.</summary>
    private static readonly Dictionary<string, AdjustableMetric> Adjustable = Families
        .SelectMany(family => family.GetFields(BindingFlags.NonPublic | BindingFlags.Static))
        .Where(field => field.FieldType == typeof(AdjustableMetric[]))
        .SelectMany(field => (AdjustableMetric[])field.GetValue(null)!)
        .ToDictionary(metric => metric.Key, StringComparer.Ordinal);

    /// <summary>In the order of the families' files, as they are where the tenant decided nothing.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        .. Families.SelectMany(family => family.GetFields(BindingFlags.Public | BindingFlags.Static))
            .SelectMany(field => field.GetValue(null) switch
            {
                Metric metric => [metric],
                Metric[] several => several,
                _ => Array.Empty<Metric>(),
            }),
    ];

    private static readonly Dictionary<string, Metric> ByKey = All.ToDictionary(m => m.Key, StringComparer.Ordinal);

    /// <summary>Whether the catalogue has a metric of this key.</summary>
    public static bool Has(string key) => ByKey.ContainsKey(key);

    /// <summary>Whether a threshold may stand behind the key, as in <c>service_level@30</c>.</summary>
    public static bool TakesThreshold(string key) => Adjustable.TryGetValue(key, out var metric) && metric.TakesThreshold;

    /// <summary>All metrics as a tenant has set them.</summary>
    public static IEnumerable<Metric> For(MetricSettings settings) =>
        All.Select(metric => Adjustable.TryGetValue(metric.Key, out var own) ? own.Make(settings, null) : metric);

    /// <summary>Finds a metric; a wrong name is answered with those that look like it, also of <paramref name="others"/>.</summary>
    public static Result<Metric> Find(
        string name, string path, MetricSettings? settings = null, IEnumerable<string>? others = null)
    {
        if (MetricName.Parse(name) is not { Version: null } parsed || !ByKey.TryGetValue(parsed.Key, out var metric))
            return Unknown(name, path, others ?? []);
        var isAdjustable = Adjustable.TryGetValue(parsed.Key, out var adjustable);
        if (parsed.ThresholdSeconds is not { } seconds)
            return isAdjustable ? adjustable!.Make(settings ?? MetricSettings.Default, null) : metric;
        if (!isAdjustable || !adjustable!.TakesThreshold)
            return Problem.InvalidField(path,
                $"{parsed.Key} takes no threshold. {string.Join(", ", Adjustable.Keys.Where(TakesThreshold))} do.");
        var made = adjustable.Make(settings ?? MetricSettings.Default, (long)(seconds * 1_000));
        return made with { Key = name, Title = string.Create(CultureInfo.InvariantCulture, $"{made.Title}, {seconds} s") };
    }

    /// <summary>That there is no such metric, with those that look like it.</summary>
    public static Problem Unknown(string name, string path, IEnumerable<string> others)
    {
        var near = NearMatches.Of(name, ByKey.Keys.Concat(others));
        return Problem.InvalidField(path, near.Count == 0
            ? $"There is no metric {Shown(name)}. GET /analytics/metrics lists them."
            : $"There is no metric {Shown(name)}. Did you mean {string.Join(" or ", near)}?");
    }

    private static string Shown(string key) => key.Length <= 60 ? $"\"{key}\"" : $"\"{key[..60]}…\"";
}

/// <summary>A metric that is made anew for a tenant's settings and, where it takes one, for a threshold in milliseconds.</summary>
internal sealed record AdjustableMetric(string Key, bool TakesThreshold, Func<MetricSettings, long?, Metric> Make);
