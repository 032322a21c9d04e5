using Callsight.App.CallCentre.Leads;
using Callsight.Core;
using Callsight.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Callsight.Tests.App.Data;

/// <summary>One filter, asked in different places.</summary>
internal static class FilterChecks
{
    public static Task SaveAsync(RelationalStore store, TenantId tenant) => store.AsAsync(tenant, db =>
    {
        db.AddRange(FilterSamples.Copies());
        return db.SaveChangesAsync();
    });

    public static List<Guid> InMemory(Filter filter) =>
    [
        .. FilterSamples.Leads
            .Where(lead => FilterEvaluator.Holds(Valid(filter), name => LeadFields.All.ValueOf(lead, name), FilterSamples.Time))
            .Select(lead => lead.Id.Value)
            .Order(),
    ];

    public static async Task<List<Guid>> InStoreAsync(RelationalStore store, TenantId tenant, Filter filter)
    {
        var condition = LeadFields.All.Matching(FilterTimes.Resolve(Valid(filter), FilterSamples.Time));
        var found = await store.AsAsync(tenant, db => db.Set<Lead>().Where(condition).Select(lead => lead.Id).ToListAsync());
        return [.. found.Select(id => id.Value).Order()];
    }

    private static Filter Valid(Filter filter) => FilterValidator.Validate(filter, LeadFields.All.Filterable).Value;
}
