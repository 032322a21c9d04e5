using Callsight.Analytics.Following;

namespace Callsight.Analytics.Funnels;

/// <summary>Refuses what a funnel cannot mean, and turns relative dates into instants.</summary>
internal static class CheckFunnel
{
    public const int MostSteps = 12;
    public const int MostExclusions = 10;
    public const int MostHeld = 3;
    public const int MostParts = 200;
    public const int MostPoints = 400;

    public static Result<FunnelQuery> Apply(FunnelQuery query)
    {
        if (Faults(query).Take(20).ToList() is { Count: > 0 } faults)
            return Problem.InvalidFields(faults);
        var (steps, exclusions) = (new List<FunnelStep>(), new List<FunnelExclusion>());
        foreach (var (index, step) in query.Steps.Index())
            if (CheckEvents.Filter(step.Filter, $"steps[{index}].filter", query.Now, query.Zone).TryGet(out var filter, out var problem))
                steps.Add(step with { Filter = filter });
            else
                return problem;
        foreach (var (index, exclusion) in query.Exclude.Index())
            if (CheckEvents.Filter(exclusion.Filter, $"exclude[{index}].filter", query.Now, query.Zone)
                    .TryGet(out var filter, out var problem))
                exclusions.Add(exclusion with { Filter = filter });
            else
                return problem;
        return query with { Steps = [.. steps], Exclude = [.. exclusions] };
    }

    private static IEnumerable<FieldError> Faults(FunnelQuery query)
    {
        if (query.Steps.Count is < 2 or > MostSteps)
            yield return new("steps", $"A funnel has 2 to {MostSteps} steps.");
        if (query.Window <= TimeSpan.Zero || query.Window > TimeSpan.FromDays(3_660))
            yield return new("window", "A window is longer than nothing and at most ten years.");
        if (query.Exclude.Count > MostExclusions)
            yield return new("exclude", $"A funnel excludes at most {MostExclusions} events.");
        foreach (var (index, exclusion) in query.Exclude.Index())
            if (ExclusionFault(query, exclusion) is { } fault)
                yield return new($"exclude[{index}].from_step", fault);
        if (query.HoldConstant.Count > MostHeld)
            yield return new("hold_constant", $"At most {MostHeld} dimensions are held constant.");
        foreach (var (index, name) in query.HoldConstant.Index())
            if (CheckEvents.Dimension(name) is { } fault)
                yield return new($"hold_constant[{index}]", fault);
        if (query.Breakdown is { } breakdown && CheckEvents.Dimension(breakdown) is { } unknown)
            yield return new("breakdown", unknown);
        if (query.BreakdownLimit is < 1 or > MostParts)
            yield return new("breakdown_limit", $"A breakdown has 1 to {MostParts} values of its own.");
        if (query.Attribution is BreakdownAttribution.Step != query.AttributionStep is not null
            || query.AttributionStep < 1 || query.AttributionStep > query.Steps.Count)
            yield return new("breakdown_step", "The attribution step needs the number of a step, from 1; the others need none.");
        if (query.Interval is not Interval.None
            && TimeBuckets.RoughCount(query.Zone.ToRange(query.Days), query.Interval) > MostPoints)
            yield return new("interval", $"A series of funnels has at most {MostPoints} points. Take a longer interval.");
    }

    private static string? ExclusionFault(FunnelQuery query, FunnelExclusion exclusion)
    {
        if (query.Order is FunnelOrder.Any && (exclusion.FromStep ?? exclusion.ToStep) is not null)
            return "In any order there is no step before another: an exclusion is for the whole funnel.";
        var (from, to) = (exclusion.FromStep ?? 1, exclusion.ToStep ?? query.Steps.Count);
        return from < 1 || to > query.Steps.Count || from >= to
            ? "An exclusion goes from a step to a later one; the first step is 1."
            : null;
    }
}
