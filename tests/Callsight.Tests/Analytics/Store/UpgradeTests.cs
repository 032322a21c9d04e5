using Callsight.Analytics.Dialects;
using Callsight.Analytics.Store;
using Callsight.Core;
using Callsight.Tests.Support;
using DuckDB.NET.Data;

namespace Callsight.Tests.Analytics.Store;

/// <summary>Files of earlier releases open, with everything in them.</summary>
public sealed class UpgradeTests
{
    [Fact]
    public async Task A_file_of_the_first_version_gets_the_columns_that_came_since()
    {
        var folder = Directory.CreateTempSubdirectory("callsight-upgrade-");
        var path = Path.Combine(folder.FullName, "events.duckdb");
        var tenant = TenantId.New();
        await using (var store = await OpenAsync(path))
            await ApplyAsync(store, tenant, 1, Rows.Call("09:00", "09:05", talk: 60), Rows.Lead("09:00"));
        await TakeBackAsync(path, tenant);

        await using (var store = await OpenAsync(path))
        {
            var late = Rows.Call("10:00", "10:05", talk: 40);
            await ApplyAsync(store, tenant, 2, late with { Call = late.Call! with { Caller = "123" } }, Rows.Lead("10:00"));
            (await Asked.AskAsync(new DuckDbAnalyticsEngine(store), Asked.Query("talk_time, leads_generated, repeat_call_rate", tenant)))
                .Totals.Select(t => t.Numerator).ShouldBe([100, 2, 0]);
        }

        // Once more: nothing is left to do.
        await using (await OpenAsync(path))
        {
        }

        folder.Delete(recursive: true);
    }

    /// <summary>Makes the file what the first release would have written.</summary>
    private static async Task TakeBackAsync(string path, TenantId tenant)
    {
        await using var connection = new DuckDBConnection($"Data Source={path}");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = $"""
            ALTER TABLE {DuckDbDialect.SchemaOf(tenant)}.calls DROP COLUMN caller;
            ALTER TABLE {DuckDbDialect.SchemaOf(tenant)}.leads DROP COLUMN response_business_ms;
            DELETE FROM meta.schema_version;
            INSERT INTO meta.schema_version VALUES (1);
            """;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<DuckDbEventStore> OpenAsync(string path)
    {
        var store = new DuckDbEventStore(path, new EventStoreOptions(), TimeProvider.System);
        await store.OpenAsync(TestContext.Current.CancellationToken);
        return store;
    }

    private static async Task ApplyAsync(DuckDbEventStore store, TenantId tenant, long from, params CatalogueEvent[] events)
    {
        var logged = events.Select((e, i) => new LoggedEvent(tenant, new LogPosition(0, (from * 100) + i), e.OccurredAt, e)).ToList();
        (await store.ApplyAsync("test", logged, logged[^1].Position, TestContext.Current.CancellationToken)).ShouldBeNull();
    }
}
