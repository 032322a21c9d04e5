using System.Globalization;
using Callsight.Analytics.Attribution;
using Callsight.Analytics.Following;
using Callsight.Core;
using Callsight.Tests.Support;
using CsCheck;

namespace Callsight.Tests.Analytics.Oracle;

/// <summary>Credits are those of sharing each conversion by hand.</summary>
public sealed class AttributionOracleTests
{
    private const int Samples = 30;
    private const int QuestionsOfEach = 6;

    [Theory, EveryEngine]
    public async Task Credits_are_those_of_the_oracle_and_make_one_for_each_conversion(string engineName)
    {
        var engine = await OracleStore.OpenAsync(engineName);
        var gen = from place in Gen.OneOf(Place.All)
                  from events in Gen.Select(FunnelOracleTests.Event(place), Gen.OneOf<decimal?>(null, 10, 0.07m),
                      (e, amount) => e with { Amount = amount }).Array[0, 45]
                  from questions in Question(place).Array[QuestionsOfEach]
                  select (events, questions);
        await gen.SampleAsync(async sample =>
        {
            var tenant = TenantId.New();
            await engine.LoadAsync(tenant, sample.events);
            var rows = PlainRows.After(sample.events);
            foreach (var question in sample.questions)
            {
                var answer = (await new AttributionRunner(engine.Sql).AskAsync(
                    question with { Tenant = tenant }, TestContext.Current.CancellationToken)).Value;
                var plain = Plain(PlainEntities.Of(rows, question.Entity), question);
                answer.Rows.Where(r => r.CreditedTo is not CreditedTo.Other).Select(Text).ShouldBeSubsetOf(plain, question.ToString());
                if (answer.Rows.All(r => r.CreditedTo is not CreditedTo.Other))
                    answer.Rows.Select(Text).Order().ShouldBe(plain.Order(), question.ToString());
                answer.Rows.Sum(r => r.Credits).ShouldBe(answer.Conversions);
                answer.Rows.Sum(r => r.Revenue).ShouldBe(answer.Revenue);
            }
        }, iter: Samples, time: OracleStore.Seconds(engineName), threads: 1);
    }

    private static Gen<AttributionQuery> Question(Place place) => Gen.Select(
        Gen.Select(Gen.OneOf("a", "b", "c"), Gen.OneOf(FunnelOracleTests.Conditions)),
        Gen.Select(Gen.OneOf("a", "b", "c"), Gen.OneOf(FunnelOracleTests.Conditions)).Array[1, 2],
        Gen.OneOf(FollowedEntity.Lead, FollowedEntity.User), Gen.OneOf(Enum.GetValues<AttributionModel>()),
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.OneOf(15, 1_440, 10_000)), Gen.OneOf(0.5, 7), Gen.Int[1, 4],
        (conversion, touches, entity, model, days, halfLife, limit) => new AttributionQuery
        {
            Tenant = default,
            Entity = entity,
            Conversion = new Wanted(conversion.Item1, conversion.Item2),
            Touches = [.. touches.Select(t => new Wanted(t.Item1, t.Item2))],
            Dimension = "source",
            Model = model,
            Lookback = TimeSpan.FromMinutes(days.Item3),
            HalfLifeDays = halfLife,
            DirectValues = ["web"],
            Days = new DayRange(place.Day.AddDays(-days.Item1), place.Day.AddDays(days.Item2)),
            Zone = TenantZone.Find(place.Zone).Value,
            Limit = limit,
            Now = place.Noon,
        });

    private static List<string> Plain(List<List<CatalogueEvent>> people, AttributionQuery q)
    {
        var credits = new List<(CreditedTo To, string? Value, double Credit, double Revenue, int Conversion)>();
        var conversions = 0;
        foreach (var rows in people)
            for (var i = 0; i < rows.Count; i++)
            {
                if (!PlainEntities.Matches(rows[i], q.Conversion, q.Now, q.Zone) || !PlainEntities.IsIn(rows[i], q.Days, q.Zone))
                    continue;
                var revenue = (double)(rows[i].Amount ?? 0);
                conversions++;
                var touches = rows.Take(i).Where(row => rows[i].OccurredAt - row.OccurredAt <= q.Lookback
                    && q.Touches.Any(touch => PlainEntities.Matches(row, touch, q.Now, q.Zone))).ToList();
                if (touches.Count == 0)
                    credits.Add((CreditedTo.NoTouch, null, 1, revenue, conversions));
                var weights = touches.Select((touch, k) => Weight(touches, k, rows[i], q)).ToList();
                for (var k = 0; k < touches.Count; k++)
                    if (weights[k] > 0)
                        credits.Add((touches[k].Source is null ? CreditedTo.NoValue : CreditedTo.Value, touches[k].Source,
                            weights[k] / weights.Sum(), revenue * weights[k] / weights.Sum(), conversions));
            }

        return [.. credits.GroupBy(c => (c.To, c.Value)).Select(c => Text(c.Key.To, c.Key.Value,
            c.Sum(x => x.Credit), c.Sum(x => x.Revenue), c.Select(x => x.Conversion).Distinct().Count()))];
    }

    private static double Weight(List<CatalogueEvent> touches, int k, CatalogueEvent conversion, AttributionQuery q)
    {
        var n = touches.Count;
        var chosen = touches.FindLastIndex(t => t.Source is not (null or "web"));
        return q.Model switch
        {
            AttributionModel.First => k == 0 ? 1 : 0,
            AttributionModel.Last => k == n - 1 ? 1 : 0,
            AttributionModel.LastNonDirect => k == (chosen < 0 ? n - 1 : chosen) ? 1 : 0,
            AttributionModel.Linear => 1,
            AttributionModel.TimeDecay => Math.Pow(0.5, (conversion.OccurredAt - touches[k].OccurredAt).TotalDays / q.HalfLifeDays),
            AttributionModel.UShaped => n <= 2 ? 1 : k == 0 || k == n - 1 ? 40 : 20.0 / (n - 2),
            _ => n <= 3 ? 1 : k == 0 || k == n - 1 || k == (n - 1) / 2 ? 30 : 10.0 / (n - 3),
        };
    }

    private static string Text(AttributionRow row) =>
        Text(row.CreditedTo, row.Value, (double)row.Credits, (double)row.Revenue, (int)row.Conversions);

    /// <summary>The last digit is cut at an odd place: shares of round sums often lie just where rounding would decide, either way.</summary>
    private static string Text(CreditedTo to, string? value, double credits, double revenue, int conversions) =>
        string.Create(CultureInfo.InvariantCulture, $"{to} {value}: {credits + 0.0000137:0.0000} in {conversions}, {revenue + 0.0137:0.0}");
}
