using System.Collections.Concurrent;
using System.Text;
using Callsight.Analytics.Dialects;
using Callsight.Analytics.Schema;
using Callsight.Analytics.Store;
using Callsight.Core;

namespace Callsight.Tests.Support;

/// <summary>ClickHouse through its engine as a library, without a server.</summary>
internal sealed class ClickHouseAnalyticsEngine : AnalyticsEngine, ISqlEngine
{
    private const string Variable = "CALLSIGHT_TEST_CHDB";

    private readonly Chdb engine;
    private readonly ConcurrentDictionary<TenantId, EndState> states = [];
    private long sequence;

    private ClickHouseAnalyticsEngine(string library)
    {
        var folder = Directory.CreateTempSubdirectory("callsight-clickhouse-");
        engine = new Chdb(library, folder.FullName);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            engine.Close();
            folder.Delete(recursive: true);
        };
        foreach (var table in FactTable.All)
            engine.Query(ClickHouseSchema.CreateTable(table));
    }

    /// <summary>Why it cannot be used, or null when it can.</summary>
    public static string? Missing { get; } = File.Exists(Environment.GetEnvironmentVariable(Variable))
        ? null
        : $"Set {Variable} to libchdb.so (npm package @chdb/lib-linux-x64-gnu).";

    public override ISqlEngine Sql => this;

    public Dialect Dialect { get; } = new ClickHouseDialect();

    public static Task<AnalyticsEngine> OpenAsync() =>
        Task.Run<AnalyticsEngine>(() => new ClickHouseAnalyticsEngine(Environment.GetEnvironmentVariable(Variable)!));

    /// <summary>Works out in memory what the store would hold, and puts that in the place of what was there.</summary>
    public override Task LoadAsync(TenantId tenant, IReadOnlyList<CatalogueEvent> events) => Task.Run(() =>
    {
        var state = states.GetOrAdd(tenant, _ => new EndState());
        lock (state)
        {
            var stored = FactTable.All.Where(table => state.Rows(table).Count > 0).ToList();
            var changed = events.SelectMany(e => state.Apply(e, Interlocked.Increment(ref sequence))).ToHashSet();
            foreach (var table in changed)
                Replace(table, tenant, stored.Contains(table), state.Rows(table));
        }
    });

    public Task<SqlRows> ReadAsync(TenantId tenant, SqlStatement statement, CancellationToken ct) => Task.Run(() =>
        ClickHouseText.Read(engine.Query(statement.Text,
            parameters: [.. statement.Parameters.Select(p => (p.Name, ClickHouseText.Parameter(p.Value)))])), ct);

    private void Replace(FactTable table, TenantId tenant, bool isStored, Dictionary<Guid, object?[]>.ValueCollection rows)
    {
        if (isStored)
            engine.Query($"ALTER TABLE {table.Name} DELETE WHERE tenant_id = {{tenant:UUID}} SETTINGS mutations_sync = 1",
                parameters: [("tenant", tenant.ToString())]);
        if (rows.Count == 0)
            return;
        var insert = new StringBuilder($"INSERT INTO {table.Name} FORMAT JSONCompactEachRow\n");
        foreach (var row in rows)
            insert.AppendLine(ClickHouseText.Row(tenant, row));
        engine.Query(insert.ToString());
    }

    /// <summary>What one tenant's tables hold after all events so far.</summary>
    private sealed class EndState
    {
        private readonly Dictionary<FactTable, Dictionary<Guid, object?[]>> tables =
            FactTable.All.ToDictionary(table => table, _ => new Dictionary<Guid, object?[]>());

        public Dictionary<Guid, object?[]>.ValueCollection Rows(FactTable table) => tables[table].Values;

        /// <summary>Takes an event in and says which tables it touched.</summary>
        public IEnumerable<FactTable> Apply(CatalogueEvent e, long sequence)
        {
            tables[FactTable.Events][e.Id] = FactRows.Of(e, sequence, e.OccurredAt);
            foreach (var retracted in e.Retracts)
                tables[FactTable.Events].Remove(retracted);
            var changes = new FactChanges();
            changes.Add(e);
            foreach (var (table, pictures) in changes.Tables)
                foreach (var (key, row) in pictures)
                    if (row is null)
                        tables[table].Remove(key);
                    else
                        tables[table][key] = row;
            return changes.Tables.Select(change => change.Table).Prepend(FactTable.Events);
        }
    }
}
