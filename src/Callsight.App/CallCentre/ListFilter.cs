using System.Linq.Expressions;
using Callsight.App.Data;
using Callsight.App.Tenancy;

namespace Callsight.App.CallCentre;

/// <summary>The <c>filter</c> of a list: a condition of the filter language, as JSON in the query string.</summary>
internal sealed class ListFilter(ITenantSettings settings, TimeProvider clock)
{
    /// <summary>The condition as the store checks it; nothing means every row.</summary>
    public async Task<Result<Expression<Func<T, bool>>>> ReadAsync<T>(string? json, EntityFields<T> fields, CancellationToken ct)
        where T : class
    {
        if (string.IsNullOrWhiteSpace(json))
            return fields.Matching(Filter.Everything);
        if (!FilterParser.Parse(json).Then(filter => FilterValidator.Validate(filter, fields.Filterable))
                .TryGet(out var valid, out var problem))
            return problem;
        // "Today" is the tenant's.
        return fields.Matching(FilterTimes.Resolve(valid, clock.GetUtcNow(), (await settings.GetAsync(ct)).Zone));
    }
}
