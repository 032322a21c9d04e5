using System.Collections.Concurrent;
using Callsight.Core;
using Callsight.Tests.Support;
using CsCheck;

namespace Callsight.Tests.Analytics.Oracle;

/// <summary>An engine in which a stranger already has ten times as many rows as any sample: of the same days, agents and campaigns.</summary>
internal static class OracleStore
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<AnalyticsEngine>>> Engines = new();

    /// <summary>How long to take samples; -1 for as many as the test says. Not every engine loads one in milliseconds.</summary>
    public static int Seconds(string engineName) => engineName == "duckdb" ? -1 : 3;

    public static Task<AnalyticsEngine> OpenAsync(string name) =>
        Engines.GetOrAdd(name, _ => new Lazy<Task<AnalyticsEngine>>(() => FillAsync(name))).Value;

    private static async Task<AnalyticsEngine> FillAsync(string name)
    {
        var engine = await AnalyticsEngine.OpenAsync(name);
        await engine.LoadAsync(TenantId.New(), [.. Place.All.SelectMany(
            place => RandomRows.Events(place, 60).Array[10].Single().SelectMany(events => Rows.Copies(events, 1)))]);
        return engine;
    }
}
