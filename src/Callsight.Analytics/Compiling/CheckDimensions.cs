using Callsight.Analytics.Querying;

namespace Callsight.Analytics.Compiling;

/// <summary>Every metric must have every dimension; a figure that silently left one out would be wrong.</summary>
internal static class CheckDimensions
{
    public const int MostDimensions = 4;

    public static Result<AnalyticsQuery> Apply(AnalyticsQuery query)
    {
        if (query.Dimensions.Count > MostDimensions || query.Dimensions.Distinct().Count() != query.Dimensions.Count)
            return Problem.InvalidField("dimensions", $"Group by at most {MostDimensions} different dimensions.");
        var errors = from dimension in query.Dimensions.Select((name, index) => (name, index))
                     from metric in query.Metrics
                     where metric.Aggregates.Any(a => a.Fact.Dimension(dimension.name) is null)
                     select new FieldError($"dimensions[{dimension.index}]",
                         $"{metric.Key} has no dimension {Shown(dimension.name)}. It can be grouped by {Of(metric)}.");
        var list = errors.Take(20).ToList();
        return list.Count == 0 ? query : Problem.InvalidFields(list);
    }

    /// <summary>The dimensions all parts of a metric share.</summary>
    internal static string Of(Metrics.Metric metric) => string.Join(", ", Names(metric));

    internal static IEnumerable<string> Names(Metrics.Metric metric) => metric.Aggregates
        .Select(a => a.Fact.Fields.Select(f => f.Kind is FieldKind.Dynamic ? "properties.NAME" : f.Object ?? f.Name)
            .Where(name => name is "properties.NAME" || a.Fact.Dimension(name) is not null))
        .Aggregate((left, right) => left.Intersect(right));

    private static string Shown(string name) => name.Length <= 60 ? name : name[..60] + "…";
}
