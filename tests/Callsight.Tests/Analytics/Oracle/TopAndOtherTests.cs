using Callsight.Analytics.Metrics;
using Callsight.Analytics.Querying;
using Callsight.Core;
using Callsight.Tests.Support;
using CsCheck;

namespace Callsight.Tests.Analytics.Oracle;

/// <summary>The largest groups and all others together are the whole.</summary>
public sealed class TopAndOtherTests
{
    [Theory, EveryEngine]
    public async Task Top_groups_and_the_others_make_the_total(string engineName)
    {
        var engine = await OracleStore.OpenAsync(engineName);
        var others = 0;
        var gen = from place in Gen.OneOf(Place.All)
                  from events in RandomRows.Events(place, 60)
                  from questions in RandomQuestions.About(place).Where(q => q.Dimensions.Count > 0).Array[4]
                  from top in Gen.Int[1, 2]
                  select (events, questions, top);
        await gen.SampleAsync(async sample =>
        {
            var tenant = TenantId.New();
            await engine.LoadAsync(tenant, sample.events);
            foreach (var question in sample.questions)
            {
                var asked = question with { Tenant = tenant, Compare = Compare.None, Limit = sample.top, WithOther = true, Interval = Interval.None };
                var answer = await Asked.AskAsync(engine, asked);
                var all = await Asked.AskAsync(engine, asked with { WithOther = false, Limit = 10_000 });
                var text = QueryOracleTests.Describe(asked);
                answer.Rows.Where(r => !r.IsOther).Select(Text).ShouldBe(all.Rows.Take(sample.top).Select(Text), text);
                answer.Rows.Count(r => r.IsOther).ShouldBe(all.Rows.Count > sample.top ? 1 : 0, text);
                others += answer.Rows.Count(r => r.IsOther);
                foreach (var (metric, m) in asked.Metrics.Select((metric, m) => (metric, m)).Where(p => p.metric.Kind is MetricKind.Additive or MetricKind.Ratio))
                    answer.Rows.Sum(r => r.Figures[m].Numerator).ShouldBe(answer.Totals[m].Numerator, $"{metric.Key}: {text}");

                // A series has the same groups, and its others the same halves.
                var series = await Asked.AskAsync(engine, asked with { Interval = Interval.Month, Order = null });
                foreach (var (metric, m) in asked.Metrics.Select((metric, m) => (metric, m)).Where(p => p.metric.Kind is MetricKind.Additive))
                    series.Rows.Sum(r => r.Figures[m].Value ?? 0).ShouldBe(answer.Totals[m].Value ?? 0, $"{metric.Key}: {text}");
            }
        }, iter: 15, time: OracleStore.Seconds(engineName), threads: 1, print: s => $"{s.top}\n{QueryOracleTests.Print(s.events, s.questions)}");
        // The other engine has time for a few samples only.
        if (engineName == "duckdb")
            others.ShouldBeGreaterThan(0);
    }

    [Theory, EveryEngine]
    public async Task Different_users_among_the_others_are_counted_once(string engineName)
    {
        var engine = await AnalyticsEngine.OpenAsync(engineName);
        // web: ann, bob, eve; ads: ann, bob; mail: ann. The others of "web" are ann (twice) and bob: two, not three.
        var tenant = await Asked.TenantWithAsync(engine,
        [
            .. new[] { ("web", "ann"), ("web", "bob"), ("web", "eve"), ("ads", "ann"), ("ads", "bob"), ("mail", "ann") }
                .Select(seen => Rows.Event("page_viewed", "09:00") with { Source = seen.Item1, UserId = seen.Item2 }),
        ]);
        var answer = await Asked.AskAsync(engine, Asked.Query("unique_users", tenant, dimensions: "source") with { Limit = 1, WithOther = true });
        answer.Rows.Select(r => ((string?)r.Dimensions[0], r.Figures[0].Value, r.IsOther)).ShouldBe([("web", 3m, false), (null, 2m, true)]);
    }

    private static string Text(AnswerRow row) => $"{string.Join(" | ", row.Dimensions)} {string.Join(" | ", row.Figures)}";
}
