using Callsight.Analytics.Schema;

namespace Callsight.Tests.Support;

/// <summary>The engines under test do not disturb the process they live in.</summary>
public sealed class EngineSetupTests
{
    [Theory, EveryEngine]
    public async Task The_process_keeps_its_own_handling_of_crash_signals(string engine)
    {
        await AnalyticsEngine.OpenAsync(engine);
        var nothing = Environment.GetEnvironmentVariable("CALLSIGHT_NOBODY_SETS_THIS");
        // Arrives as a signal; with the engine's own handlers the process would end here.
        Should.Throw<NullReferenceException>(() => nothing!.Length);
    }

    [Fact]
    public void Every_table_begins_with_the_tenant_on_ClickHouse()
    {
        foreach (var table in FactTable.All)
            ClickHouseSchema.CreateTable(table).ShouldSatisfyAllConditions(
                text => text.ShouldContain("ORDER BY (tenant_id, "), text => text.ShouldContain("tenant_id UUID,"));
    }
}
