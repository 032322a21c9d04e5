using System.Text;
using System.Text.Json;
using Callsight.Analytics.Querying;
using Callsight.Core;
using Callsight.Tests.Support;
using CsCheck;

namespace Callsight.Tests.Analytics.Oracle;

/// <summary>The planner's answers are those of a slow and obvious reading of the same rows.</summary>
public sealed class QueryOracleTests
{
    private const int Samples = 30;
    private const int QuestionsOfEach = 6;

    [Fact]
    public void The_oracle_knows_every_metric() => PlainMetrics.All.Keys.ShouldBe(
        Callsight.Analytics.Metrics.MetricCatalogue.All.Select(m => m.Key), ignoreOrder: true);

    [Theory, EveryEngine]
    public async Task Answers_are_those_of_the_oracle(string engineName)
    {
        var engine = await OracleStore.OpenAsync(engineName);
        var gen = from place in Gen.OneOf(Place.All)
                  from events in RandomRows.Events(place, 60)
                  from cut in Gen.Int[0, 60]
                  from questions in RandomQuestions.About(place).Array[QuestionsOfEach]
                  select (events, cut, questions);
        await gen.SampleAsync(async sample =>
        {
            var tenant = TenantId.New();
            // In two batches: what is corrected stands partly in the store, partly in the same batch.
            await engine.LoadAsync(tenant, [.. sample.events.Take(sample.cut)]);
            await engine.LoadAsync(tenant, [.. sample.events.Skip(sample.cut)]);
            var rows = PlainRows.After(sample.events);
            foreach (var question in sample.questions)
                Compare(await Asked.AskAsync(engine, question with { Tenant = tenant }), new PlainAnswers(rows, question));
        }, iter: Samples, time: OracleStore.Seconds(engineName), threads: 1, print: s => Print(s.events, s.questions));
    }

    internal static void Compare(QueryAnswer answer, PlainAnswers oracle)
    {
        answer.HasMore.ShouldBeFalse();
        Rounded(answer, answer.Totals).ShouldBe(oracle.Totals(), Describe(answer.Query));
        if (!answer.Query.Metrics.Any(m => m.HasNoZero))
            answer.Comparison.ShouldBe(oracle.Comparison(), Describe(answer.Query));
        var wanted = oracle.All();
        var found = answer.Rows.ToDictionary(
            row => (string.Join(" | ", row.Dimensions.Select(PlainFields.Key)), row.Timestamp));
        foreach (var (key, figures) in wanted)
        {
            if (found.Remove(key, out var row))
                Rounded(answer, row.Figures).ShouldBe(figures, $"{key}: {Describe(answer.Query)}");
            else
                // A group without a row in an interval has none in the answer; without groups each interval has one.
                (answer.Query.Dimensions.Count > 0 && figures.All(f => f is { Value: null or 0, Numerator: null or 0, Denominator: null or 0 }))
                    .ShouldBeTrue($"{key} is missing: {Describe(answer.Query)}");
        }

        found.ShouldBeEmpty(Describe(answer.Query));
        // A repeated hour is told from the first by its offset, which an instant alone would not show.
        foreach (var row in answer.Rows.Where(r => r.Timestamp is not null))
            wanted.Keys.ShouldContain(key => key.At!.Value.EqualsExact(row.Timestamp!.Value));
    }

    /// <summary>Engines work quantiles out in floating point.</summary>
    private static List<Figure> Rounded(QueryAnswer answer, IReadOnlyList<Figure> figures) =>
        [.. answer.Query.Metrics.Zip(figures, (metric, f) => metric.HasNoZero && f.Value is { } value ? f with { Value = Math.Round(value, 5) } : f)];

    internal static string Describe(AnalyticsQuery q) =>
        $"{string.Join(", ", q.Metrics.Select(m => m.Key))} by {string.Join(", ", q.Dimensions)} each {q.Interval} of {q.Days} " +
        $"in {q.Zone} at {q.Now:O} where {q.Filter} against {q.Compare}";

    internal static string Print(IEnumerable<CatalogueEvent> events, IEnumerable<AnalyticsQuery> questions)
    {
        var text = new StringBuilder();
        foreach (var e in events)
            text.AppendLine(JsonSerializer.Serialize(e, Compact));
        foreach (var question in questions)
            text.AppendLine(Describe(question));
        return text.ToString();
    }

    private static readonly JsonSerializerOptions Compact = new()
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault,
    };
}
