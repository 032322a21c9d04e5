using System.Globalization;
using Callsight.Analytics.Metrics;
using Callsight.Analytics.Querying;
using Callsight.Core;

namespace Callsight.Tests.Support;

/// <summary>Questions in one line, about rows that stand in the test.</summary>
internal static class Asked
{
    /// <summary>A new tenant with these rows, beside a stranger with ten times as many, of which no answer may show a trace.</summary>
    public static async Task<TenantId> TenantWithAsync(AnalyticsEngine engine, params CatalogueEvent[] rows)
    {
        var tenant = TenantId.New();
        await engine.LoadAsync(tenant, rows);
        await engine.LoadAsync(TenantId.New(), [.. Rows.Copies(rows, 10)]);
        return tenant;
    }

    /// <summary>A question about the days from the first to the last; about 2 March 2026 in UTC where nothing is said.</summary>
    public static AnalyticsQuery Query(
        string metrics, TenantId tenant = default, string first = "2026-03-02", string? last = null, string zone = "UTC",
        string? now = null, Interval interval = Interval.None, params string[] dimensions) => new()
        {
            Tenant = tenant,
            Metrics = [.. metrics.Split(", ").Select(key => MetricCatalogue.Find(key, "metrics").Value)],
            Dimensions = [.. dimensions],
            Days = new DayRange(Day(first), Day(last ?? first)),
            Zone = TenantZone.Find(zone).Value,
            Now = now is null ? new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero) : Rows.At(now),
            Interval = interval,
        };

    public static async Task<QueryAnswer> AskAsync(AnalyticsEngine engine, AnalyticsQuery query) =>
        (await new QueryRunner(engine.Sql).AskAsync(query, TestContext.Current.CancellationToken)).Value;

    /// <summary>The figure of one metric over the whole of the days.</summary>
    public static async Task<Figure> TotalAsync(
        string engineName, string metric, CatalogueEvent[] rows, string first = "2026-03-02", string? last = null,
        string zone = "UTC", string? now = null)
    {
        var engine = await AnalyticsEngine.OpenAsync(engineName);
        var tenant = await TenantWithAsync(engine, rows);
        return (await AskAsync(engine, Query(metric, tenant, first, last, zone, now))).Totals[0];
    }

    public static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
