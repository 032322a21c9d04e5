using Callsight.Core;
using Callsight.Tests.Support;

namespace Callsight.Tests.Analytics.Rollups;

/// <summary>A figure says so while it may still change.</summary>
public sealed class ProvisionalTests
{
    [Theory, EveryEngine]
    public async Task Days_are_provisional_until_six_hours_after_they_are_over(string engineName)
    {
        var engine = await AnalyticsEngine.OpenAsync(engineName);
        var tenant = await Asked.TenantWithAsync(engine, Rows.Call("09:00", "09:10"), Rows.Call("03-03 09:00", "03-03 09:10"));
        await ShouldBeAsync(engine, tenant, "calls_total", "2026-03-04 05:59", ["2026-03-03"], true);
        await ShouldBeAsync(engine, tenant, "calls_total", "2026-03-04 06:00", [], false);
    }

    [Theory, EveryEngine]
    public async Task A_call_that_is_still_going_on_keeps_its_day_open(string engineName)
    {
        var engine = await AnalyticsEngine.OpenAsync(engineName);
        var tenant = await Asked.TenantWithAsync(engine, Rows.Call("09:00"), Rows.Call("03-03 09:00", "03-03 09:10"));
        await ShouldBeAsync(engine, tenant, "abandonment_rate", "2026-04-01 00:00", ["2026-03-02"], true);
        await ShouldBeAsync(engine, tenant, "leads_generated", "2026-04-01 00:00", [], false);
    }

    [Theory, EveryEngine]
    public async Task Who_may_still_call_again_keeps_first_contact_resolution_open(string engineName)
    {
        var engine = await AnalyticsEngine.OpenAsync(engineName);
        var tenant = await Asked.TenantWithAsync(engine, Rows.Call("09:00", "09:10"));
        // Seven days after the end of 2 March.
        await ShouldBeAsync(engine, tenant, "first_contact_resolution", "2026-03-09 23:59", ["2026-03-02", "2026-03-03"], true);
        await ShouldBeAsync(engine, tenant, "first_contact_resolution", "2026-03-10 00:00", ["2026-03-03"], true);
        await ShouldBeAsync(engine, tenant, "first_contact_resolution", "2026-03-11 00:00", [], false);
    }

    private static async Task ShouldBeAsync(
        AnalyticsEngine engine, TenantId tenant, string metric, string now, string[] days, bool whole)
    {
        var answer = await Asked.AskAsync(engine, Asked.Query(metric, tenant, last: "2026-03-03", now: now, interval: Interval.Day));
        answer.Rows.Where(r => r.IsProvisional).Select(r => $"{r.Timestamp:yyyy-MM-dd}").ShouldBe(days, now);
        answer.IsProvisional.ShouldBe(whole, now);
    }
}
