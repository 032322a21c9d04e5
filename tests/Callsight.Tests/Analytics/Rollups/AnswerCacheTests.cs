using Callsight.Analytics.Dialects;
using Callsight.Analytics.Metrics;
using Callsight.Analytics.Querying;
using Callsight.Analytics.Schema;
using Callsight.Core;
using Callsight.Tests.Support;

namespace Callsight.Tests.Analytics.Rollups;

/// <summary>An answer is given again only while nothing in its days has changed.</summary>
public sealed class AnswerCacheTests
{
    private sealed class Counting(ISqlEngine engine) : ISqlEngine
    {
        public int Reads { get; private set; }

        public Dialect Dialect => engine.Dialect;

        public Task<SqlRows> ReadAsync(TenantId tenant, SqlStatement statement, CancellationToken ct)
        {
            Reads++;
            return engine.ReadAsync(tenant, statement, ct);
        }
    }

    [Fact]
    public async Task The_same_question_is_not_read_twice_until_its_days_change()
    {
        var engine = await AnalyticsEngine.OpenAsync("duckdb");
        var tenant = await Asked.TenantWithAsync(engine, Rows.Event("page_viewed", "2026-03-02 10:00:00"));
        var counting = new Counting(engine.Sql);
        using var runner = new QueryRunner(counting, engine.Rollups);
        var question = Asked.Query("events_total", tenant);

        (await AskAsync()).ShouldBe((1m, 1), "rows and totals are one reading");
        (await AskAsync()).ShouldBe((1m, 1), "nothing changed");
        await engine.LoadAsync(tenant, [Rows.Event("page_viewed", "2026-03-05 10:00:00")]);
        (await AskAsync()).ShouldBe((1m, 1), "another day changed");
        await engine.LoadAsync(TenantId.New(), [Rows.Event("page_viewed", "2026-03-02 11:00:00")]);
        (await AskAsync()).ShouldBe((1m, 1), "another tenant's day changed");
        await engine.LoadAsync(tenant, [Rows.Event("page_viewed", "2026-03-02 12:00:00")]);
        (await AskAsync()).ShouldBe((2m, 2), "its own day changed");

        async Task<(decimal?, int)> AskAsync() =>
            ((await runner.AskAsync(question, TestContext.Current.CancellationToken)).Value.Totals[0].Value, counting.Reads);
    }

    [Fact]
    public async Task Two_tenants_with_the_same_question_have_answers_of_their_own()
    {
        var engine = await AnalyticsEngine.OpenAsync("duckdb");
        var one = await Asked.TenantWithAsync(engine, Rows.Event("page_viewed", "2026-03-02 10:00:00"));
        var other = TenantId.New();
        using var runner = new QueryRunner(engine.Sql, engine.Rollups);
        (await runner.AskAsync(Asked.Query("events_total", one), default)).Value.Totals[0].Value.ShouldBe(1);
        (await runner.AskAsync(Asked.Query("events_total", other), default)).Value.Totals[0].Value.ShouldBe(0);
    }

    [Fact]
    public async Task What_counts_since_a_while_ago_is_counted_anew_each_time()
    {
        var engine = await AnalyticsEngine.OpenAsync("duckdb");
        var tenant = await Asked.TenantWithAsync(engine, Rows.Event("page_viewed", "10:00"), Rows.Event("page_viewed", "15:00"));
        var lately = new Filter.Test("occurred_at", FilterOperator.Gte, new FilterValue.Relative("-3h"));
        var metric = Metric.Additive("lately", "Lately", Unit.Count, Better.Neither,
            Agg.Count(Facts.Events, "occurred_at").Where(lately), "Events of the last three hours.");
        using var runner = new QueryRunner(engine.Sql, engine.Rollups);
        (await AskAsync("12:00")).ShouldBe(2, "from 9 o'clock on");
        (await AskAsync("16:00")).ShouldBe(1, "from 13 o'clock on");

        async Task<decimal?> AskAsync(string now) => (await runner.AskAsync(
            Asked.Query("events_total", tenant, now: now) with { Metrics = [metric] }, default)).Value.Totals[0].Value;
    }
}
