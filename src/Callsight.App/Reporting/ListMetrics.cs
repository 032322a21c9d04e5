using Callsight.Analytics.Compiling;
using Callsight.Analytics.Metrics;
using Callsight.App.Http;

namespace Callsight.App.Reporting;

/// <summary>A metric as the API shows it.</summary>
public sealed record MetricView(
    string Name, string Title, Unit Unit, MetricKind Kind, Better Better, int Version, string Description,
    IReadOnlyList<string> Dimensions);

internal static class ListMetrics
{
    public static void Map(RouteGroupBuilder analytics) => analytics
        .MapGet("/metrics", Handle).WithName("ListMetrics").WithSummary("The metrics and what they mean");

    public static Answer<Page<MetricView>> Handle() => new Page<MetricView>(
        [.. MetricCatalogue.All.Select(m => new MetricView(
            m.Key, m.Title, m.Unit, m.Kind, m.Better, m.Version, m.Description, [.. CheckDimensions.Names(m)]))], null);
}
