using Callsight.App.CallCentre.Leads;
using Callsight.Core;
using Callsight.Tests.App.Data;
using Callsight.Tests.Support;
using CsCheck;
using Microsoft.EntityFrameworkCore;

namespace Callsight.IntegrationTests.App.Data;

public sealed class FiltersOnEveryStoreTests
{
    [Theory, EveryStore]
    public async Task Every_relational_store_picks_the_leads_that_memory_picks(string kind)
    {
        var tenant = TenantId.New();
        await using var store = await RelationalStore.OpenAsync(kind);
        await FilterChecks.SaveAsync(store, tenant);
        await FilterSamples.Filters.SampleAsync(
            async filter => (await FilterChecks.InStoreAsync(store, tenant, filter)).ShouldBe(FilterChecks.InMemory(filter)),
            iter: 250, print: FilterJson.Write);
    }

    [Theory, EveryStore]
    public async Task Every_test_can_be_turned_round(string kind)
    {
        var tenant = TenantId.New();
        await using var store = await RelationalStore.OpenAsync(kind);
        await FilterChecks.SaveAsync(store, tenant);
        foreach (var filterOperator in FieldKinds.OperatorsOf(FieldKind.Text).Except([FilterOperator.In, FilterOperator.NotIn]))
            foreach (var field in new[] { "source", "status", "properties.topic" })
            {
                FilterValue value = FilterOperators.TakesNoValue(filterOperator) ? new FilterValue.None() : new FilterValue.Text("a");
                Filter test = new Filter.Test(field, filterOperator, value);
                foreach (var filter in new[] { test, new Filter.Not(test), new Filter.Any([new Filter.Not(test)]) })
                    (await FilterChecks.InStoreAsync(store, tenant, filter)).ShouldBe(FilterChecks.InMemory(filter), FilterJson.Write(filter));
            }
    }

    [Theory, EveryStore]
    public async Task The_largest_filters_are_answered(string kind)
    {
        var tenant = TenantId.New();
        await using var store = await RelationalStore.OpenAsync(kind);
        await FilterChecks.SaveAsync(store, tenant);
        var many = new FilterValue.Many(
            [.. Enumerable.Range(0, FilterLimits.MostValues).Select(i => (FilterValue)new FilterValue.Text($"{i % 40}"))]);
        foreach (var field in new[] { "source", "properties.topic" })
        {
            Filter[] tests =
            [
                .. Enumerable.Range(0, FilterLimits.MostTests / 2).Select(i => new Filter.Test(field, FilterOperator.Eq, new FilterValue.Text($"{i}"))),
                .. Enumerable.Repeat(new Filter.Not(new Filter.Test(field, FilterOperator.NotIn, many)), FilterLimits.MostTests / 2),
            ];
            foreach (var filter in new Filter[] { new Filter.Any([.. tests]), new Filter.All([.. tests]), new Filter.Not(new Filter.All([.. tests])) })
                (await FilterChecks.InStoreAsync(store, tenant, filter)).ShouldBe(FilterChecks.InMemory(filter));
        }
    }

    [Theory, EveryStore]
    public async Task Nothing_of_a_filter_stands_in_the_SQL(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind);
        const string sentinel = "S3ntinel";
        Filter filter = new Filter.All([
            new Filter.Test("source", FilterOperator.Eq, new FilterValue.Text(sentinel)),
            new Filter.Test("source", FilterOperator.Contains, new FilterValue.Text(sentinel)),
            new Filter.Test("status", FilterOperator.Ne, new FilterValue.Text(sentinel)),
            new Filter.Test("tags", FilterOperator.Contains, new FilterValue.Text(sentinel)),
            new Filter.Test("value", FilterOperator.Lt, new FilterValue.Number(98765.4321m)),
            new Filter.Test($"properties.{sentinel}", FilterOperator.Exists, new FilterValue.None()),
            new Filter.Test($"properties.{sentinel}", FilterOperator.In, new FilterValue.Many([new FilterValue.Text(sentinel)])),
        ]);
        var condition = LeadFields.All.Matching(FilterValidator.Validate(filter, LeadFields.All.Filterable).Value);
        var sql = await store.AsAsync(TenantId.New(), db => Task.FromResult(Statement(db.Set<Lead>().Where(condition))));
        sql.ShouldContain("WHERE");
        sql.ShouldNotContain(sentinel, Case.Insensitive);
        sql.ShouldNotContain("98765");
    }

    // The statement alone: EF writes what the parameters hold above it, as comments or as settings of a shell.
    private static string Statement(IQueryable<Lead> leads) =>
        leads.ToQueryString() is var text ? text[text.IndexOf("SELECT", StringComparison.Ordinal)..] : "";
}
