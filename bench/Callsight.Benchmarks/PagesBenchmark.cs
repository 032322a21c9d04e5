using System.Text.Json;
using Callsight.Analytics.Store;
using Callsight.Core;
using Callsight.Simulator;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.Benchmarks;

/// <summary>How long pages take in a browser while the tenant has many events: opened anew, and reached from another page.</summary>
internal static class PagesBenchmark
{
    public static async Task RunAsync(Report report, long events)
    {
        var group = $"Pages, {events / 1_000_000.0:0.#} M events";
        if (await NodeProcess.PackagesAsync("playwright-core") is not { } packages)
        {
            report.Add(group, "needs node and npm", "left out");
            return;
        }

        await using var product = await ServedProduct.StartAsync();
        var store = product.Services.GetRequiredService<DuckDbEventStore>();
        var zone = TenantZone.Find("UTC").Value;
        var plan = SimulationPlan.ForEvents(events, TimeProvider.System.GetUtcNow(), zone);
        await store.BulkLoadAsync(product.Tenant, SimulatedCallCentre.Create(plan).Events(), default);
        await store.Rollups.RebuildAsync(product.Tenant, zone, _ => true, default);
        await using var browser = NodeProcess.Start(
            packages, "pages.mjs", product.Client.BaseAddress!.GetLeftPart(UriPartial.Authority) + "/", product.Email, ServedProduct.Password);
        var told = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, double[]>>>(await browser.ReadAsync())!;
        foreach (var (way, pages) in told)
        {
            var all = pages.Values.SelectMany(p => p).ToList();
            report.Add(group, $"{(way == "opened" ? "first view" : "from page to page")}: {string.Join(", ", pages.Keys).ToLowerInvariant()}",
                $"p50 {Report.Number(Report.Percentile(all, 0.5))} ms, slowest {Report.Number(all.Max())} ms");
        }
    }
}
