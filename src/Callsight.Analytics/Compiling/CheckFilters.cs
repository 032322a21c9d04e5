using Callsight.Analytics.Querying;

namespace Callsight.Analytics.Compiling;

/// <summary>Checks the filter against every fact the metrics count, and turns relative dates into instants.</summary>
internal static class CheckFilters
{
    public static Result<AnalyticsQuery> Apply(AnalyticsQuery query)
    {
        if (query.Filter is Filter.All { Items.Count: 0 })
            return query;
        var filter = query.Filter;
        foreach (var fact in query.Metrics.SelectMany(m => m.Aggregates).Select(a => a.Fact).Distinct())
        {
            if (!FilterValidator.Validate(query.Filter, fact.Filterable, "filter").TryGet(out var valid, out var problem))
                return problem with
                {
                    Errors = [.. problem.Errors.Select(e => e with { Message = $"{e.Message} (Counting {fact.Name}.)" })],
                };
            filter = valid;
        }

        return query with { Filter = FilterTimes.Resolve(filter, query.Now, query.Zone) };
    }
}
