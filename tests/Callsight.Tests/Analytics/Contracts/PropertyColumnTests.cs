using System.Text.Json.Nodes;
using Callsight.Analytics.Metrics;
using Callsight.Analytics.Querying;
using Callsight.Analytics.Store;
using Callsight.Core;
using Callsight.Tests.Support;

namespace Callsight.Tests.Analytics.Contracts;

/// <summary>A property with a column of its own answers as it did from JSON: for settled events, for fresh ones, after a restart.</summary>
public sealed class PropertyColumnTests : IDisposable
{
    private static readonly string?[] Values =
        [null, "\"billing\"", "\"5\"", "5", "5.0", "2.5", "true", "\"true\"", "null", "{\"deep\":1}", "[1,2]", "\"\"", "1e300", "-7"];

    private static readonly Filter[] Filters =
    [
        Filter.Everything, Test(FilterOperator.Eq, new FilterValue.Text("5")), Test(FilterOperator.Eq, new FilterValue.Number(5)),
        Test(FilterOperator.Gt, new FilterValue.Number(2)), Test(FilterOperator.Eq, new FilterValue.Truth(true)),
        Test(FilterOperator.Ne, new FilterValue.Text("billing")), Test(FilterOperator.Exists, new FilterValue.None()),
        Test(FilterOperator.Contains, new FilterValue.Text("BILL")),
    ];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("callsight-columns-");

    [Fact]
    public async Task A_column_says_what_the_JSON_says()
    {
        var (tenant, stranger) = (TenantId.New(), TenantId.New());
        List<string> fromJson;
        await using (var store = await OpenAsync())
        {
            await AppendAsync(store, tenant, 20);
            await AppendAsync(store, stranger, 200);
            await store.SettleAsync(default);
            await AppendAsync(store, tenant, 3);
            fromJson = await AnswersAsync(store, tenant);
            Reads(store, tenant).ShouldBe(0, "nothing was asked often yet");
            // Asked more than often by now; the hostile names that nobody has get no column.
            await store.PromoteAsync(default);
            Reads(store, tenant).ShouldBe(1);
            (await AnswersAsync(store, tenant)).ShouldBe(fromJson);
        }

        await using (var store = await OpenAsync())
        {
            Reads(store, tenant).ShouldBe(1, "after a restart");
            (await AnswersAsync(store, tenant)).ShouldBe(fromJson);
            await AppendAsync(store, tenant, 3);
            var more = await AnswersAsync(store, tenant);
            await store.SettleAsync(default);
            (await AnswersAsync(store, tenant)).ShouldBe(more, "what was fresh is settled, with its column");
            more.ShouldNotBe(fromJson);
        }
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static Filter.Test Test(FilterOperator op, FilterValue value) => new("properties.the 'topic\"/~", op, value);

    private static int Reads(DuckDbEventStore store, TenantId tenant) =>
        store.DialectOf(tenant).PropertyColumn(Callsight.Analytics.Schema.FactTable.Events, "the 'topic\"/~", Callsight.Analytics.Dialects.PropertyAs.Any) is null ? 0 : 1;

    private async Task<DuckDbEventStore> OpenAsync()
    {
        var store = new DuckDbEventStore(Path.Combine(folder.FullName, "events.duckdb"), new EventStoreOptions(), TimeProvider.System);
        await store.OpenAsync(default);
        return store;
    }

    private static async Task AppendAsync(DuckDbEventStore store, TenantId tenant, int times) =>
        (await store.AppendAsync(tenant, [.. Enumerable.Range(0, times).SelectMany(_ => Values).Select(value => new CatalogueEvent
        {
            Id = Guid.CreateVersion7(),
            Type = "page_viewed",
            OccurredAt = Rows.At("10:00"),
            Properties = value is null ? null : JsonNode.Parse($$"""{"the 'topic\"/~":{{value}}}""")!.AsObject(),
        })], false, default)).Problem.ShouldBeNull();

    private static async Task<List<string>> AnswersAsync(DuckDbEventStore store, TenantId tenant)
    {
        var answers = new List<string>();
        foreach (var filter in Filters)
            foreach (var name in new[] { "properties.the 'topic\"/~", "properties.nobody has this" })
            {
                var query = Asked.Query("events_total", tenant, dimensions: name) with { Filter = filter };
                var answer = (await new QueryRunner(store).AskAsync(query, default)).Value;
                answers.Add(string.Join("; ", answer.Rows.Select(r => $"{r.Dimensions[0] ?? "none"} {r.Figures[0].Value}").Order(StringComparer.Ordinal)));
            }

        return answers;
    }
}
