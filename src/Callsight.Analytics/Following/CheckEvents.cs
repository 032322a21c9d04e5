using Callsight.Analytics.Schema;

namespace Callsight.Analytics.Following;

/// <summary>Checks what a question says about events.</summary>
internal static class CheckEvents
{
    /// <summary>The filter with what it names checked and its relative dates made instants.</summary>
    public static Result<Filter> Filter(Filter filter, string path, DateTimeOffset now, TenantZone zone) =>
        FilterValidator.Validate(filter, Facts.Events.Filterable, path).TryGet(out var valid, out var problem)
            ? FilterTimes.Resolve(valid, now, zone)
            : problem;

    /// <summary>What is wrong with the name of a dimension; null when events have it.</summary>
    public static string? Dimension(string name)
    {
        if (Facts.Events.Dimension(name) is not null)
            return null;
        var shown = name.Length <= 60 ? name : name[..60] + "…";
        var near = NearMatches.Nearest(shown, Names);
        return $"Events have no dimension {shown}. "
            + (near is null ? $"They have {string.Join(", ", Names)}." : $"Did you mean {near}?");
    }

    private static string[] Names { get; } =
        [.. Facts.Events.Fields.Select(f => f.Kind is FieldKind.Dynamic ? "properties.NAME" : f.Object ?? f.Name)
            .Where(name => name is "properties.NAME" || Facts.Events.Dimension(name) is not null)];
}
