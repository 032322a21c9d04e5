using System.Net;
using System.Text.Json;
using Callsight.Tests.Support;

namespace Callsight.Tests.App.Reporting;

[AlsoOnPostgres]
public sealed class OwnMetricTests
{
    /// <summary>Orders of two shops: 10, 20, 30 and 100 by Ann twice, Bob and nobody; one has no value.</summary>
    private static readonly object[] Orders =
    [
        Order("ann", 10, "north"), Order("ann", 20, "south"), Order("bob", 30, "north"), Order(null, 100, "north"), Order("eve", null, "south"),
        new { type = "visit", occurred_at = "2026-02-10T12:00:00Z", user_id = "ann" },
        new { type = "visit", occurred_at = "2026-02-10T12:00:00Z", user_id = "bob" },
    ];

    [Theory]
    [InlineData("count", null, 5, null, null)]
    [InlineData("sum", "value", 160, null, null)]
    [InlineData("avg", "value", 40, 160.0, 4.0)]
    [InlineData("min", "value", 10, null, null)]
    [InlineData("max", "value", 100, null, null)]
    [InlineData("p50", "value", 25, null, null)]
    [InlineData("p90", "value", 79, null, null)]
    [InlineData("p95", "value", 89.5, null, null)]
    [InlineData("p99", "value", 97.9, null, null)]
    [InlineData("unique", "user_id", 3, null, null)]
    [InlineData("sum", "properties.items", 15, null, null)]
    [InlineData("avg", "properties.items", 3, 15.0, 5.0)]
    [InlineData("unique", "properties.shop", 2, null, null)]
    [InlineData("sum", "amount", 12.5, null, null)]
    [InlineData("avg", "duration_seconds", 1.5, 7.5, 5.0)]
    public async Task Events_become_a_figure(string aggregate, string? field, double value, double? top, double? bottom)
    {
        using var owner = await WithOrdersAsync();
        (await owner.PostAsync("/analytics/metrics", new { name = "orders", @event = "order", aggregate, field })).ShouldBe(HttpStatusCode.Created);
        var totals = await TotalsAsync(owner, "orders");
        totals.GetProperty("orders").GetDouble().ShouldBe(value, 1e-9);
        if (top is not null)
            (totals.GetProperty("halves").GetProperty("orders").GetProperty("numerator").GetDouble(),
                totals.GetProperty("halves").GetProperty("orders").GetProperty("denominator").GetDouble()).ShouldBe((top.Value, bottom!.Value));
    }

    [Fact]
    public async Task A_filter_says_which_events()
    {
        using var owner = await WithOrdersAsync();
        await MakeAsync(owner, "northern", new { field = "properties.shop", op = "eq", value = "north" });
        // 10 + 30 + 100; the question's own filter comes on top: only Bob's.
        (await TotalsAsync(owner, "northern")).GetProperty("northern").GetInt32().ShouldBe(140);
        (await owner.PostAsync("/analytics/query", Question(new { field = "user_id", op = "eq", value = "bob" }, "northern")))
            .ShouldBe(HttpStatusCode.OK)["totals"].GetProperty("northern").GetInt32().ShouldBe(30);
    }

    [Fact]
    public async Task A_filter_may_list_many_values()
    {
        using var owner = await WithOrdersAsync();
        var shops = Enumerable.Range(0, 60).Select(i => $"shop {i}").Append("north");
        await MakeAsync(owner, "listed", new { field = "properties.shop", op = "in", value = shops });
        (await TotalsAsync(owner, "listed")).GetProperty("listed").GetInt32().ShouldBe(140);
    }

    [Fact]
    public async Task A_ratio_divides_other_metrics_and_works_wherever_metrics_do()
    {
        using var owner = await WithOrdersAsync();
        (await owner.PostAsync("/analytics/metrics", new { name = "orders", @event = "order", aggregate = "count" })).ShouldBe(HttpStatusCode.Created);
        (await owner.PostAsync("/analytics/metrics", new { name = "visits", @event = "visit", aggregate = "count" })).ShouldBe(HttpStatusCode.Created);
        var made = (await owner.PostAsync("/analytics/metrics", new
        {
            name = "orders_share",
            unit = "percent",
            numerator = "orders",
            denominator = "events_total",
        })).ShouldBe(HttpStatusCode.Created);
        made["title"].GetString().ShouldBe("Orders share");
        // Pinned to the version it was made of.
        made["definition"].GetProperty("numerator").GetString().ShouldBe("orders@v1");
        // 5 of 7.
        (await TotalsAsync(owner, "orders_share")).GetProperty("orders_share").GetDouble().ShouldBe(500 / 7.0, 1e-5);
        (await owner.GetAsync("/analytics/trends?metric=orders_share&start_date=2026-02-09&end_date=2026-02-10")).ShouldBe(HttpStatusCode.OK)
            ["points"].EnumerateArray().Select(p => p.GetProperty("value").ValueKind).ShouldBe([JsonValueKind.Null, JsonValueKind.Number]);
        var rows = (await owner.PostAsync("/analytics/query", new
        {
            metrics = new[] { "orders", "visits" },
            dimensions = new[] { "user_id" },
            start_date = "2026-02-10",
            end_date = "2026-02-10",
            order_by = "-orders",
        })).ShouldBe(HttpStatusCode.OK)["rows"].EnumerateArray().Select(r => (r.GetProperty("orders").GetInt32(), r.GetProperty("visits").GetInt32()));
        rows.ShouldBe([(2, 1), (1, 1), (1, 0), (1, 0)], ignoreOrder: true);
        (await owner.GetAsync("/analytics/metrics")).Rows.Select(m => m.GetProperty("name").GetString()).TakeLast(3)
            .ShouldBe(["orders", "orders_share", "visits"]);
        (await owner.DeleteAsync("/analytics/metrics/orders")).ShouldBe(HttpStatusCode.Conflict, "metric.in_use");
        (await owner.DeleteAsync("/analytics/metrics/orders_share")).ShouldBe(HttpStatusCode.NoContent);
        (await owner.DeleteAsync("/analytics/metrics/orders")).ShouldBe(HttpStatusCode.NoContent);
        (await owner.GetAsync("/analytics/metrics/orders")).ShouldBe(HttpStatusCode.NotFound, "metric.not_found");
    }

    [Fact]
    public async Task A_change_makes_a_version_and_the_old_one_stays()
    {
        using var owner = await WithOrdersAsync();
        await MakeAsync(owner, "orders", null);
        var second = (await owner.PutAsync("/analytics/metrics/orders", new { name = "orders", @event = "order", aggregate = "count" })).ShouldBe(HttpStatusCode.OK);
        second["version"].GetInt32().ShouldBe(2);
        (await owner.PutAsync("/analytics/metrics/orders", new { name = "orders", @event = "order", aggregate = "count" }))["version"].GetInt32().ShouldBe(2);
        var answer = (await owner.PostAsync("/analytics/query", Question(null, "orders", "orders@v1", "orders@v2"))).ShouldBe(HttpStatusCode.OK);
        answer["columns"].EnumerateArray().Select(c => c.GetProperty("version").GetInt32()).ShouldBe([2, 1, 2]);
        (answer["totals"].GetProperty("orders").GetInt32(), answer["totals"].GetProperty("orders@v1").GetInt32()).ShouldBe((5, 160));
        (await owner.GetAsync("/analytics/metrics/orders/versions")).Rows.Select(m => m.GetProperty("definition").GetProperty("aggregate").GetString())
            .ShouldBe(["sum", "count"]);
        (await owner.GetAsync("/analytics/metrics/orders@v1"))["version"].GetInt32().ShouldBe(1);
        (await owner.PostAsync("/analytics/query", Question(null, "orders@v3"))).Message("metrics[0]").ShouldBe("orders has no version 3; the newest is 2.");
        // Taken out and made anew it is a third, not the first again.
        (await owner.DeleteAsync("/analytics/metrics/orders")).ShouldBe(HttpStatusCode.NoContent);
        await MakeAsync(owner, "orders", null);
        (await owner.GetAsync("/analytics/metrics/orders"))["version"].GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task A_wrong_name_is_answered_with_own_metrics_like_it_but_never_with_another_tenants()
    {
        using var owner = await WithOrdersAsync();
        using var stranger = await (await TestHost.SharedAsync()).RegisterAsync();
        await MakeAsync(owner, "parcel_turnover", null);
        (await owner.PostAsync("/analytics/query", Question(null, "parcel_turnovr"))).Message("metrics[0]").ShouldContain("Did you mean parcel_turnover?");
        (await stranger.PostAsync("/analytics/query", Question(null, "parcel_turnover"))).Message("metrics[0]").ShouldNotContain("Did you mean");
        (await stranger.PostAsync("/analytics/metrics", new { name = "parcel_turnover", @event = "order", aggregate = "count" })).ShouldBe(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("""{"name":"calls_total","event":"order","aggregate":"count"}""", "metric.name_taken")]
    [InlineData("""{"name":"timestamp","event":"order","aggregate":"count"}""", "metric.name_taken")]
    [InlineData("""{"name":"agent","event":"order","aggregate":"count"}""", "metric.name_taken")]
    [InlineData("""{"name":"Orders","event":"order","aggregate":"count"}""", "name")]
    [InlineData("""{"name":"orders@v1","event":"order","aggregate":"count"}""", "name")]
    [InlineData("""{"name":"orders","aggregate":"count"}""", "event")]
    [InlineData("""{"name":"orders","event":"order"}""", "aggregate")]
    [InlineData("""{"name":"orders","event":"order","aggregate":"sum"}""", "field")]
    [InlineData("""{"name":"orders","event":"order","aggregate":"sum","field":"user_id"}""", "field")]
    [InlineData("""{"name":"orders","event":"order","aggregate":"count","field":"value"}""", "field")]
    [InlineData("""{"name":"orders","event":"order","aggregate":"unique","field":"value"}""", "field")]
    [InlineData("""{"name":"orders","event":"order","aggregate":"count","filter":{"field":"nothing","op":"eq","value":1}}""", "filter.field")]
    [InlineData("""{"name":"orders","numerator":"calls_total"}""", "denominator")]
    [InlineData("""{"name":"orders","numerator":"service_level","denominator":"calls_total"}""", "numerator")]
    [InlineData("""{"name":"orders","numerator":"wait_time_p50","denominator":"calls_total"}""", "numerator")]
    [InlineData("""{"name":"orders","numerator":"calls_totl","denominator":"calls_total"}""", "numerator")]
    [InlineData("""{"name":"orders","numerator":"calls_total","denominator":"calls_total","event":"order"}""", "event")]
    public async Task What_makes_no_metric_is_refused(string body, string blamed)
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var answer = await owner.PostAsync("/analytics/metrics", body);
        ((int)answer.Status).ShouldBeInRange(400, 422);
        (answer.Code == blamed || answer.Fields.Contains(blamed)).ShouldBeTrue(answer.Text);
    }

    [Fact]
    public async Task A_sum_that_no_number_holds_is_no_figure()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        await MakeAsync(owner, "huge", null);
        await RecordAsync(owner, new { type = "order", occurred_at = "2026-02-10T12:00:00Z", value = 1e300 });
        (await TotalsAsync(owner, "huge")).GetProperty("huge").GetInt32().ShouldBe(0);
    }

    private static object Order(string? user, int? value, string shop) => new
    {
        type = "order",
        occurred_at = "2026-02-10T12:00:00Z",
        user_id = user,
        value,
        amount = 2.5,
        duration_seconds = 1.5,
        properties = new { shop, items = 3 },
    };

    private static async Task<ApiClient> WithOrdersAsync()
    {
        var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        await RecordAsync(owner, Orders);
        return owner;
    }

    private static async Task RecordAsync(ApiClient owner, params object[] events) =>
        (await owner.PostAsync("/analytics/events", new { events })).ShouldBe(HttpStatusCode.Accepted)["rejected"].GetInt32().ShouldBe(0);

    private static async Task MakeAsync(ApiClient owner, string name, object? filter) =>
        (await owner.PostAsync("/analytics/metrics", new { name, @event = "order", aggregate = "sum", field = "value", filter }))
            .ShouldBe(HttpStatusCode.Created);

    private static object Question(object? filter, params string[] metrics) =>
        new { metrics, filter, start_date = "2026-02-10", end_date = "2026-02-10" };

    private static async Task<JsonElement> TotalsAsync(ApiClient owner, string metric) =>
        (await owner.PostAsync("/analytics/query", Question(null, metric))).ShouldBe(HttpStatusCode.OK)["totals"];
}
