using Callsight.Analytics.Funnels;
using Callsight.Core;
using Callsight.Tests.Support;

namespace Callsight.Tests.Analytics.Funnels;

public sealed class FunnelEntryTests
{
    private static readonly Guid Lead = Guid.CreateVersion7();

    [Theory, EveryEngine]
    public async Task Who_entered_again_lately_may_still_go_on(string engine)
    {
        // Window 7 days, asked on the 22nd: the entry of the 2nd is over, that of the 20th has five days to go.
        var answer = await AskAsync(engine, "03-22 12:00",
            Rows.Event("lead_created", "03-02 09:00", lead: Lead), Rows.Event("lead_created", "03-20 09:00", lead: Lead));
        answer.Incomplete.ShouldBe(1);
        answer.TotalEntry.ShouldBe(1);
    }

    [Theory, EveryEngine]
    public async Task Who_got_through_is_complete_however_young_the_entry(string engine)
    {
        var answer = await AskAsync(engine, "03-22 12:00",
            Rows.Event("lead_created", "03-20 09:00", lead: Lead), Rows.Event("lead_converted", "03-21 09:00", lead: Lead));
        answer.Incomplete.ShouldBe(0);
        answer.TotalExit.ShouldBe(1);
    }

    [Theory, EveryEngine]
    public async Task An_entry_as_old_as_the_window_is_over(string engine) =>
        (await AskAsync(engine, "03-22 12:00", Rows.Event("lead_created", "03-15 12:00", lead: Lead))).Incomplete.ShouldBe(0);

    private static async Task<FunnelAnswer> AskAsync(string engineName, string now, params CatalogueEvent[] events)
    {
        var engine = await AnalyticsEngine.OpenAsync(engineName);
        var tenant = await Asked.TenantWithAsync(engine, events);
        return (await new FunnelRunner(engine.Sql).AskAsync(new FunnelQuery
        {
            Tenant = tenant,
            Steps =
            [
                new FunnelStep("lead_created", Filter.Everything, "Created"),
                new FunnelStep("lead_converted", Filter.Everything, "Converted"),
            ],
            Days = new DayRange(new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 31)),
            Zone = TenantZone.Utc,
            Window = TimeSpan.FromDays(7),
            Now = Rows.At(now),
        }, TestContext.Current.CancellationToken)).Value.All;
    }
}
