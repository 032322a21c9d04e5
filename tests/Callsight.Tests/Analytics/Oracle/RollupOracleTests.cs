using Callsight.Analytics.Querying;
using Callsight.Analytics.Rollups;
using Callsight.Core;
using Callsight.Tests.Support;
using CsCheck;

namespace Callsight.Tests.Analytics.Oracle;

/// <summary>Answers from rollups are those of the facts, whatever changed since and however much of it has been counted anew.</summary>
public sealed class RollupOracleTests
{
    [Fact]
    public async Task Rollups_and_fresh_days_together_say_what_the_facts_say()
    {
        var engine = await OracleStore.OpenAsync("duckdb");
        var gen = from place in Gen.OneOf(Place.All)
                  from events in RandomRows.Events(place, 80)
                  from cuts in Gen.Int[0, 80].Array[2]
                  from counted in Gen.Int[1, 4]
                  from questions in RandomQuestions.AboutDays(place).Array[4]
                  select (place, events, cuts: cuts.Order().ToArray(), counted, questions);
        var kept = 0;
        await gen.SampleAsync(async sample =>
        {
            var tenant = TenantId.New();
            var zone = TenantZone.Find(sample.place.Zone).Value;
            // One runner for all: what it keeps must not outlive what changes.
            using var runner = new QueryRunner(engine.Sql, engine.Rollups);
            await engine.LoadAsync(tenant, [.. sample.events.Take(sample.cuts[0])]);
            await engine.Rollups!.RebuildAsync(tenant, zone, _ => true, default);
            await engine.LoadAsync(tenant, [.. sample.events.Take(sample.cuts[1]).Skip(sample.cuts[0])]);
            await AskAsync(sample.events.Take(sample.cuts[1]));
            // Some of the changed days, as when the rest has not had its turn.
            await engine.Rollups.RebuildAsync(tenant, zone, day => day.DayNumber % sample.counted != 0, default);
            await AskAsync(sample.events.Take(sample.cuts[1]));
            await engine.LoadAsync(tenant, [.. sample.events.Skip(sample.cuts[1])]);
            await AskAsync(sample.events);

            async Task AskAsync(IEnumerable<CatalogueEvent> events)
            {
                var rows = PlainRows.After([.. events]);
                foreach (var question in sample.questions.Select(q => q with { Tenant = tenant }))
                {
                    var answer = (await runner.AskAsync(question, default)).Value;
                    QueryOracleTests.Compare(answer, new PlainAnswers(rows, question));
                    var plain = await Asked.AskAsync(engine, question);
                    answer.Rows.Select(Text).ShouldBe(plain.Rows.Select(Text), QueryOracleTests.Describe(question));
                    if (RollupCover.Of(question, [.. question.Metrics.SelectMany(m => m.Aggregates)], engine.Rollups) is not null)
                        kept++;
                }
            }
        }, iter: 25, threads: 1, print: s => $"{string.Join(' ', s.cuts)} {s.counted}\n{QueryOracleTests.Print(s.events, s.questions)}");
        kept.ShouldBeGreaterThan(40, "The questions did not reach the rollups.");
    }

    private static string Text(AnswerRow row) =>
        $"{row.Timestamp:O} {string.Join(" | ", row.Dimensions)} {string.Join(" | ", row.Figures)}";
}
