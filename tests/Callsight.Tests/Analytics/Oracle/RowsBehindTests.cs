using Callsight.Analytics.Dialects;
using Callsight.Analytics.Metrics;
using Callsight.Analytics.Querying;
using Callsight.Analytics.Schema;
using Callsight.Core;
using Callsight.Tests.Support;
using CsCheck;

namespace Callsight.Tests.Analytics.Oracle;

/// <summary>Behind each cell are as many rows as it counts, and they add up to what it says.</summary>
public sealed class RowsBehindTests
{
    [Theory, EveryEngine]
    public async Task Rows_behind_a_cell_make_the_cell(string engineName)
    {
        var engine = await OracleStore.OpenAsync(engineName);
        var runner = new RowsRunner(engine.Sql);
        var cells = 0;
        var gen = from place in Gen.OneOf(Place.All)
                  from events in RandomRows.Events(place, 60)
                  from questions in RandomQuestions.About(place).Array[3]
                  select (events, questions);
        await gen.SampleAsync(async sample =>
        {
            var tenant = TenantId.New();
            await engine.LoadAsync(tenant, sample.events);
            foreach (var question in sample.questions.Select(q => q with { Tenant = tenant, Compare = Compare.None, Order = null }))
                foreach (var row in (await Asked.AskAsync(engine, question)).Rows.Where(r => r.Figures.Any(f => f.Numerator != 0)).Take(4))
                    foreach (var (metric, figure) in question.Metrics.Zip(row.Figures))
                    {
                        cells++;
                        await CompareAsync(question with { Metrics = [metric] }, row, figure.Numerator ?? 0, isDenominator: false);
                        if (metric.Denominator is not null)
                            await CompareAsync(question with { Metrics = [metric] }, row, figure.Denominator ?? 0, isDenominator: true);
                    }
        }, iter: 15, time: OracleStore.Seconds(engineName), threads: 1, print: s => QueryOracleTests.Print(s.events, s.questions));
        // The other engine has time for a few samples only.
        if (engineName == "duckdb")
            cells.ShouldBeGreaterThan(0);

        async Task CompareAsync(AnalyticsQuery question, AnswerRow row, decimal expected, bool isDenominator)
        {
            var within = row.Timestamp is null ? (TimeRange?)null
                : TimeBuckets.Cut(question.Days, question.Interval, question.Zone).Single(b => b.LocalStart == row.Timestamp).Range;
            var asked = question with { Within = within, Limit = RowsRunner.MostRows };
            var behind = (await runner.AskAsync(asked, row.Dimensions.ToEquatableList(), isDenominator, default)).Value;
            var text = $"{QueryOracleTests.Describe(question)} at {row.Timestamp:O} {string.Join(" | ", row.Dimensions)}";
            behind.Rows.Count.ShouldBe((int)Math.Min(behind.Count, RowsRunner.MostRows), text);
            // A median, the least or the most is one of the rows, or between two, and no sum of them.
            if (question.Metrics[0].HasNoZero)
                behind.Half.ShouldBeNull();
            else
                ((behind.Half ?? 0), behind.Rows.Sum(r => r.Contribution)).ShouldBe((expected, expected), text);

            // The same rows, page by page.
            var paged = new List<RowBehind>();
            while (paged.Count < behind.Rows.Count)
                paged.AddRange((await runner.AskAsync(
                    asked with { Limit = 2, Offset = paged.Count }, row.Dimensions.ToEquatableList(), isDenominator, default)).Value.Rows);
            paged.Select(Text).ShouldBe(behind.Rows.Select(Text), text);
        }
    }

    [Theory, EveryEngine]
    public async Task Rows_behind_a_sum_that_no_number_holds_are_shown_all_the_same(string engineName)
    {
        var engine = await AnalyticsEngine.OpenAsync(engineName);
        var tenant = await Asked.TenantWithAsync(engine,
            Rows.Event("order", "10:00") with { Properties = new() { ["total"] = 1e300 } },
            Rows.Event("order", "11:00") with { Properties = new() { ["total"] = 2 } });
        var sum = new Aggregate(Facts.Events, AggregateKind.Sum, "occurred_at", new Measure("properties.total"), SqlType.Number, 1, []);
        var metric = Metric.Additive("orders", "Orders", Unit.Count, Better.Up, sum, "Sum of orders.");
        var behind = (await new RowsRunner(engine.Sql).AskAsync(
            Asked.Query("events_total", tenant) with { Metrics = [metric], Limit = 10 }, [], false, default)).Value;
        (behind.Count, behind.Half).ShouldBe((2, null));
        behind.Rows.Select(r => r.Contribution).ShouldBe([2m, 0m]);
    }

    private static string Text(RowBehind row) =>
        $"{row.Kind} {row.Id} {row.At:O} {row.Contribution} {string.Join(" ", row.Fields.Select(f => f.Value))}";
}
