using Callsight.Analytics.Metrics;
using Callsight.Analytics.Querying;
using Callsight.Core;
using Callsight.Tests.Support;
using CsCheck;

namespace Callsight.Tests.Analytics.Oracle;

/// <summary>What must hold of answers whatever the numbers are.</summary>
public sealed class QueryAlgebraTests
{
    private const int Samples = 10;

    private static readonly Gen<(CatalogueEvent[] Events, AnalyticsQuery[] Questions)> Anything =
        from place in Gen.OneOf(Place.All)
        from events in RandomRows.Events(place, 50)
        from questions in RandomQuestions.About(place).Array[4]
        select (events, questions);

    [Theory, EveryEngine]
    public Task Parts_add_up_to_the_whole(string engineName) => HoldsAsync(engineName, async (engine, events, questions) =>
    {
        var tenant = await LoadedAsync(engine, events);
        foreach (var question in questions)
        {
            var answer = await Asked.AskAsync(engine, question with { Tenant = tenant });
            foreach (var (index, metric) in question.Metrics.Index().Where(m => m.Item.Kind is not (MetricKind.Distinct or MetricKind.Whole)))
            {
                var parts = answer.Rows.Select(row => row.Figures[index]).ToList();
                parts.Sum(f => f.Numerator).ShouldBe(answer.Totals[index].Numerator, $"{metric.Key}: {QueryOracleTests.Describe(question)}");
                parts.Sum(f => f.Denominator ?? 0).ShouldBe(answer.Totals[index].Denominator ?? 0, metric.Key);
            }
        }
    });

    [Theory, EveryEngine]
    public Task Loading_twice_changes_nothing(string engineName) => HoldsAsync(engineName, async (engine, events, questions) =>
    {
        var once = await LoadedAsync(engine, events);
        var twice = await LoadedAsync(engine, events);
        // Whatever the first load retracted is retracted again, since the events come in the same order.
        await engine.LoadAsync(twice, [.. events.Select(e => e with { Replaces = true })]);
        var unordered = questions.Where(q => !AsksForStays(q)).ToArray();
        await SameAsync(engine, once, twice, unordered, unordered);
    });

    [Theory, EveryEngine]
    public Task The_order_of_independent_events_changes_nothing(string engineName) => HoldsAsync(engineName, async (engine, events, questions) =>
    {
        var independent = Rows.Copies(events, 1).ToArray();
        var ordered = await LoadedAsync(engine, independent);
        var reordered = await LoadedAsync(engine, [.. independent.Reverse()]);
        var unordered = questions.Where(q => !AsksForStays(q)).ToArray();
        await SameAsync(engine, ordered, reordered, unordered, unordered);
    });

    [Theory, EveryEngine]
    public Task A_filter_leaves_the_rows_for_which_it_holds_in_memory(string engineName) => HoldsAsync(engineName, async (engine, events, questions) =>
    {
        var all = await LoadedAsync(engine, events);
        foreach (var question in questions.Where(q => q.Filter != Filter.Everything && IsOfLeads(q)))
        {
            var time = new RelativeTime(question.Now, question.Zone);
            var some = PlainRows.After(events).Leads
                .Where(lead => FilterEvaluator.Holds(question.Filter, name => PlainFields.Of(lead, name), time))
                .Select(lead => Rows.Event("lead_created", "09:00") with { Lead = lead });
            var few = await LoadedAsync(engine, [.. some]);
            await SameAsync(engine, all, few, [question], [question with { Filter = Filter.Everything }]);
        }
    });

    [Theory, EveryEngine]
    public Task Pages_put_together_are_the_whole(string engineName) => HoldsAsync(engineName, async (engine, events, questions) =>
    {
        var tenant = await LoadedAsync(engine, events);
        foreach (var question in questions.Where(q => q.Dimensions.Count > 0).Take(2))
        {
            var whole = await Asked.AskAsync(engine, question with { Tenant = tenant });
            var size = (whole.Rows.Count / 3) + 1;
            var pages = new List<AnswerRow>();
            QueryAnswer page;
            do
            {
                page = await Asked.AskAsync(engine, question with { Tenant = tenant, Limit = size, Offset = pages.Count });
                pages.AddRange(page.Rows);
            }
            while (page.HasMore);
            pages.Select(Text).ShouldBe(whole.Rows.Select(Text), QueryOracleTests.Describe(question));
            whole.Rows.Select(row => Text(row with { Figures = [] })).ShouldBeUnique();
        }
    });

    private static async Task HoldsAsync(string engineName, Func<AnalyticsEngine, CatalogueEvent[], AnalyticsQuery[], Task> property)
    {
        var engine = await OracleStore.OpenAsync(engineName);
        await Anything.SampleAsync(sample => property(engine, sample.Events, sample.Questions), iter: Samples, time: OracleStore.Seconds(engineName), threads: 1,
            print: sample => QueryOracleTests.Print(sample.Events, sample.Questions));
    }

    private static async Task<TenantId> LoadedAsync(AnalyticsEngine engine, CatalogueEvent[] events)
    {
        var tenant = TenantId.New();
        await engine.LoadAsync(tenant, events);
        return tenant;
    }

    private static async Task SameAsync(
        AnalyticsEngine engine, TenantId one, TenantId other, AnalyticsQuery[] questions, AnalyticsQuery[] otherQuestions)
    {
        foreach (var (question, otherQuestion) in questions.Zip(otherQuestions))
        {
            var left = await Asked.AskAsync(engine, question with { Tenant = one });
            var right = await Asked.AskAsync(engine, otherQuestion with { Tenant = other });
            right.Rows.Select(Text).ShouldBe(left.Rows.Select(Text), QueryOracleTests.Describe(question));
            right.Totals.ShouldBe(left.Totals);
            right.Comparison.ShouldBe(left.Comparison);
        }
    }

    /// <summary>Of several events of a lead at one instant the last to arrive decides, so that their order does change something.</summary>
    private static bool AsksForStays(AnalyticsQuery query) =>
        query.Metrics.Any(m => PlainMetrics.All[m.Key].Facts.Contains("stays", StringComparison.Ordinal));

    private static bool IsOfLeads(AnalyticsQuery query) => query.Metrics.All(m => PlainMetrics.All[m.Key].Facts == "leads");

    private static string Text(AnswerRow row) =>
        $"{row.Timestamp:O} {string.Join(" | ", row.Dimensions.Select(PlainFields.Key))} {string.Join(", ", row.Figures.Select(Text))}";

    private static string Text(Figure figure) => $"{figure.Value:0.######}={figure.Numerator:0.######}/{figure.Denominator:0.######}";
}
