namespace Callsight.Core;

/// <summary>Makes the relative moments of a filter instants, so that what runs the filter sees only instants, to the microsecond.</summary>
public static class FilterTimes
{
    /// <summary>The filter as it stands at a moment in a time zone.</summary>
    /// <exception cref="ArgumentException">The filter holds an expression that is none: it was not validated.</exception>
    public static Filter Resolve(Filter filter, DateTimeOffset now, TenantZone zone) =>
        Resolve(filter, new RelativeTime(now, zone));

    /// <summary>The filter as it stands at a moment in a time zone.</summary>
    /// <exception cref="ArgumentException">The filter holds an expression that is none: it was not validated.</exception>
    public static Filter Resolve(Filter filter, RelativeTime time) => filter switch
    {
        Filter.All(var items) => new Filter.All(items.Select(item => Resolve(item, time)).ToEquatableList()),
        Filter.Any(var items) => new Filter.Any(items.Select(item => Resolve(item, time)).ToEquatableList()),
        Filter.Not(var item) => new Filter.Not(Resolve(item, time)),
        Filter.Test test => test with { Value = Resolve(test.Value, time) },
        _ => throw new ArgumentException("Unknown kind of filter.", nameof(filter)),
    };

    /// <summary>Whether the filter means something else from one moment to the next.</summary>
    public static bool IsRelative(Filter filter) => filter switch
    {
        Filter.All(var items) => items.Any(IsRelative),
        Filter.Any(var items) => items.Any(IsRelative),
        Filter.Not(var item) => IsRelative(item),
        Filter.Test test => IsRelative(test.Value),
        _ => throw new ArgumentException("Unknown kind of filter.", nameof(filter)),
    };

    private static bool IsRelative(FilterValue value) =>
        value is FilterValue.Relative || (value is FilterValue.Many(var values) && values.Any(IsRelative));

    /// <summary>Every store keeps microseconds, so no filter can tell more apart.</summary>
    internal static DateTimeOffset ToMicrosecond(DateTimeOffset instant) =>
        new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    private static FilterValue Resolve(FilterValue value, RelativeTime time) => value switch
    {
        FilterValue.Relative(var expression) => time.Resolve(expression).TryGet(out var instant, out var problem)
            ? new FilterValue.Instant(ToMicrosecond(instant))
            : throw new ArgumentException(problem.Message, nameof(value)),
        FilterValue.Instant(var instant) => new FilterValue.Instant(ToMicrosecond(instant)),
        FilterValue.Many(var values) => new FilterValue.Many(values.Select(item => Resolve(item, time)).ToEquatableList()),
        _ => value,
    };
}
