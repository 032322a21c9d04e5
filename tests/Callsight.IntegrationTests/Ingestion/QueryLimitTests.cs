using Callsight.Analytics.Dialects;
using Callsight.Analytics.Store;
using Callsight.Core;

namespace Callsight.IntegrationTests.Ingestion;

/// <summary>A question that wants too much is stopped, and says so; those beside it are answered.</summary>
public sealed class QueryLimitTests : IAsyncDisposable
{
    private const string Small = "SELECT 42";
    private const string Heavy = "SELECT count(*) FROM (SELECT DISTINCT hash(i) || repeat('x', 200) FROM range(20000000) AS r(i))";
    private const string Long = "SELECT sum(hash(a.i + b.i)) FROM range(10000000) AS a(i), range(100000) AS b(i)";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("callsight-limits-");
    private readonly TenantId tenant = TenantId.New();
    private DuckDbEventStore? store;

    public async ValueTask DisposeAsync()
    {
        if (store is not null)
            await store.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(Heavy, 60, "query.too_heavy")]
    [InlineData(Long, 8, "query.too_long")] // Long enough that the small ones are not stopped as well on a busy machine.
    public async Task It_ends_with_a_problem_while_others_go_on(string question, int seconds, string code)
    {
        store = new DuckDbEventStore(Path.Combine(folder.FullName, "events.duckdb"),
            new EventStoreOptions { MemoryLimit = "64MB", TemporaryFilesLimit = "64MB", QuerySeconds = seconds, Threads = 2 },
            TimeProvider.System);
        await store.OpenAsync(default);
        var asked = AskAsync(question);
        var others = 0;
        do
        {
            (await AskAsync(Small)).Rows[0][0].ShouldBe(42);
            others++;
        }
        while (!asked.IsCompleted);

        var failure = await Should.ThrowAsync<StoreException>(asked);
        (failure.Problem.Code, failure.Problem.Kind).ShouldBe((code, ProblemKind.Unprocessable));
        others.ShouldBeGreaterThan(1);
        (await AskAsync(Small)).Rows[0][0].ShouldBe(42);
        (await store.AppendAsync(tenant, [Support.LogStore.Something()], mayRepeat: true, default)).Problem.ShouldBeNull();
    }

    private Task<SqlRows> AskAsync(string question) => store!.ReadAsync(tenant, new SqlStatement(question, []), default);
}
