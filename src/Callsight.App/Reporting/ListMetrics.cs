using System.Text.Json;
using Callsight.Analytics.Compiling;
using Callsight.Analytics.Metrics;
using Callsight.App.Http;
using Callsight.App.Reporting.OwnMetrics;

namespace Callsight.App.Reporting;

/// <summary>A metric as the API shows it.</summary>
/// <param name="Variant">Which of several usual definitions it is, with its formula; null where there is one only.</param>
/// <param name="Formula">The definition in one line, printed from what is computed.</param>
/// <param name="BookedAt">At which instants rows count.</param>
/// <param name="TakesThreshold">Whether a threshold in seconds may stand behind the name, as in <c>service_level@30</c>.</param>
/// <param name="Definition">Of a metric of the tenant's own: what it was made from.</param>
public sealed record MetricView(
    string Name, string Title, Unit Unit, MetricKind Kind, Better Better, int Version, string Description, string? Variant, string Formula,
    IReadOnlyList<string> BookedAt, bool TakesThreshold, IReadOnlyList<string> Dimensions, MetricDefinition? Definition)
{
    internal static MetricView From(Metric m, OwnMetric? own) => new(
        m.Key, m.Title, m.Unit, m.Kind, m.Better, m.Version, m.Description, m.Variant, MetricFormula.Of(m), [.. MetricFormula.Booking(m)],
        MetricCatalogue.TakesThreshold(m.Key), [.. CheckDimensions.Names(m)], own is null ? null : MetricDefinition.From(own));
}

/// <summary>What a metric of a tenant's own was made from; the same fields as when it was made.</summary>
/// <param name="Description">As it was written; null where the metric's is made from the definition.</param>
public sealed record MetricDefinition(
    string? Event, JsonElement? Filter, OwnAggregate? Aggregate, string? Field, string? Numerator, string? Denominator,
    string? Description, DateTimeOffset CreatedAt)
{
    internal static MetricDefinition From(OwnMetric m) => new(
        m.Event, m.Filter is null ? null : JsonElement.Parse(m.Filter), m.Aggregate, m.Field, m.Numerator, m.Denominator,
        m.Description, m.CreatedAt);
}

internal static class ListMetrics
{
    public static void Map(RouteGroupBuilder analytics) => analytics
        .MapGet("/metrics", HandleAsync).WithName("ListMetrics").WithSummary("The metrics and what they mean")
        .WithDescription("The catalogue as the tenant has set it, then the tenant's own metrics in their newest version.");

    public static async Task<Answer<Page<MetricView>>> HandleAsync(MetricBook book, CancellationToken ct) =>
        new Page<MetricView>([.. (await book.AllAsync(ct)).Select(m => MetricView.From(m.Metric, m.Own))], null);
}
