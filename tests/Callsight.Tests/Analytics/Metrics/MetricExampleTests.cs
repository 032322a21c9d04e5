using System.Collections.Concurrent;
using Callsight.Analytics.Metrics;
using Callsight.Core;
using Callsight.Tests.Support;

namespace Callsight.Tests.Analytics.Metrics;

/// <summary>Every figure of the documentation's examples is the product's, on every engine, beside a stranger with ten times the rows.</summary>
public sealed class MetricExampleTests
{
    private static readonly ConcurrentDictionary<(string Engine, string Rows), Task<TenantId>> Tenants = new();

    public static IEnumerable<TheoryDataRow<int, string, string>> Everything => MetricExamples.All.Index()
        .SelectMany(e => e.Item.Figures.Select(figure => (e.Index, figure.Metric)))
        .SelectMany(e => new[]
        {
            new TheoryDataRow<int, string, string>(e.Index, e.Metric, "duckdb"),
            new TheoryDataRow<int, string, string>(e.Index, e.Metric, "clickhouse") { Skip = ClickHouseAnalyticsEngine.Missing },
        });

    [Theory, MemberData(nameof(Everything))]
    public async Task An_example_comes_out_as_worked_out_by_hand(int number, string metric, string engineName)
    {
        var example = MetricExamples.All[number];
        var worked = example.Figures.Single(f => f.Metric == metric);
        var engine = await AnalyticsEngine.OpenAsync(engineName);
        var tenant = await Tenants.GetOrAdd((engineName, example.Rows),
            _ => Asked.TenantWithAsync(engine, ExampleRows.Parse(example.Rows)));
        var figure = (await Asked.AskAsync(engine, Asked.Query(metric, tenant, example.First, example.Last))).Totals[0];
        (figure.Value is { } value ? Math.Round(value, 4) : (decimal?)null).ShouldBe(worked.Value);
        if (worked.Bottom is not null)
            (figure.Numerator, figure.Denominator).ShouldBe((worked.Top, worked.Bottom));
        else
            figure.Denominator.ShouldBeNull();
    }

    [Fact]
    public void Every_metric_has_an_example() => MetricCatalogue.All.Select(metric => metric.Key)
        .Except(MetricExamples.All.SelectMany(e => e.Figures).Select(f => f.Metric)).ShouldBeEmpty();

    [Fact]
    public void Every_example_says_how_it_is_worked_out() => MetricExamples.All.SelectMany(e => e.Figures)
        .Where(figure => !figure.Why.EndsWith('.')).ShouldBeEmpty();
}
