using System.Reflection;
using Callsight.Analytics.Dialects;
using Callsight.Analytics.Rollups;
using Callsight.Analytics.Store;
using Callsight.Core;
using Xunit.Sdk;
using Xunit.v3;

namespace Callsight.Tests.Support;

/// <summary>An engine under test: events go in with the facts they carry, questions are asked of <see cref="Sql"/>.</summary>
/// <remarks>One for the whole run. A test takes a tenant of its own, so tests do not meet.</remarks>
public abstract class AnalyticsEngine
{
    private static readonly Lazy<Task<AnalyticsEngine>> DuckDb = new(DuckDbAnalyticsEngine.OpenAsync);
    private static readonly Lazy<Task<AnalyticsEngine>> ClickHouse = new(ClickHouseAnalyticsEngine.OpenAsync);

    public abstract ISqlEngine Sql { get; }

    /// <summary>Figures kept beside the facts, by engines that keep any.</summary>
    public virtual IRollups? Rollups => null;

    /// <summary>Brings events in, in this order, as the store would have them from the event log.</summary>
    public abstract Task LoadAsync(TenantId tenant, IReadOnlyList<CatalogueEvent> events);

    public static Task<AnalyticsEngine> OpenAsync(string name) => name switch
    {
        "duckdb" => DuckDb.Value,
        "clickhouse" => ClickHouse.Value,
        _ => throw new ArgumentException($"There is no engine {name}.", nameof(name)),
    };
}

/// <summary>DuckDB through the product's own store.</summary>
internal sealed class DuckDbAnalyticsEngine(DuckDbEventStore store) : AnalyticsEngine
{
    private long position;

    public override ISqlEngine Sql => store;

    public override IRollups? Rollups => store.Rollups;

    public static async Task<AnalyticsEngine> OpenAsync()
    {
        var folder = Directory.CreateTempSubdirectory("callsight-engine-");
        var store = new DuckDbEventStore(Path.Combine(folder.FullName, "events.duckdb"), new EventStoreOptions { RollupAtRows = 0 }, TimeProvider.System);
        await store.OpenAsync(CancellationToken.None);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => TestHost.DeleteQuietly(folder);
        return new DuckDbAnalyticsEngine(store);
    }

    public override async Task LoadAsync(TenantId tenant, IReadOnlyList<CatalogueEvent> events)
    {
        // A subscriber of its own for each load, so that loads of parallel tests do not step over each other's place.
        foreach (var batch in events.Chunk(5_000))
        {
            var logged = batch
                .Select(e => new LoggedEvent(tenant, new LogPosition(0, Interlocked.Increment(ref position)), e.OccurredAt, e)).ToList();
            (await store.ApplyAsync($"test/{Guid.CreateVersion7():n}", logged, logged[^1].Position, CancellationToken.None)).ShouldBeNull();
        }
    }
}

/// <summary>Runs a theory on every engine; one that is not installed shows as skipped, with how to have it.</summary>
public sealed class EveryEngineAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([new TheoryDataRow<string>("duckdb"), new TheoryDataRow<string>("clickhouse") { Skip = ClickHouseAnalyticsEngine.Missing }]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
