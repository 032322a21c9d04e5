using System.Globalization;
using Callsight.Analytics.Following;
using Callsight.Analytics.Retention;
using Callsight.Core;
using Callsight.Tests.Support;
using CsCheck;

namespace Callsight.Tests.Analytics.Oracle;

/// <summary>Retention counts what looking at each entity, day by day, counts.</summary>
public sealed class RetentionOracleTests
{
    private const int Samples = 30;
    private const int QuestionsOfEach = 6;

    [Theory, EveryEngine]
    public async Task Cohorts_are_those_of_the_oracle(string engineName)
    {
        var engine = await OracleStore.OpenAsync(engineName);
        var gen = from place in Gen.OneOf(Place.All)
                  from events in FunnelOracleTests.Event(place).Array[0, 45]
                  from questions in Question(place).Array[QuestionsOfEach]
                  select (events, questions);
        await gen.SampleAsync(async sample =>
        {
            var tenant = TenantId.New();
            await engine.LoadAsync(tenant, sample.events);
            var entities = PlainRows.After(sample.events);
            foreach (var question in sample.questions)
            {
                var (all, parts) = (await new RetentionRunner(engine.Sql).AskAsync(
                    question with { Tenant = tenant }, TestContext.Current.CancellationToken)).Value;
                var people = PlainEntities.Of(entities, question.Entity);
                Text(all).ShouldBe(Plain(people, question, _ => true, "(all)"), question.ToString());
                all.Cohorts.Sum(c => c.Size).ShouldBe(all.Size);
                if (question.Breakdown is null)
                    continue;
                parts.Sum(p => p.Size).ShouldBe(all.Size);
                var shown = parts.Where(p => !p.IsOther).Select(p => p.Value).ToList();
                shown.Count.ShouldBeLessThanOrEqualTo(question.BreakdownLimit);
                foreach (var part in parts)
                    Text(part).ShouldBe(Plain(people, question, birth => part.IsOther
                        ? !shown.Contains(birth.Source)
                        : birth.Source == part.Value, part.Value ?? "(all)"), question.ToString());
            }
        }, iter: Samples, time: OracleStore.Seconds(engineName), threads: 1);
    }

    private static Gen<RetentionQuery> Question(Place place) => Gen.Select(
        Gen.Select(Gen.OneOf("a", "b", "c"), Gen.OneOf(FunnelOracleTests.Conditions), Gen.OneOf(null, "a", "b"), Gen.OneOf(FunnelOracleTests.Conditions)),
        Gen.Select(Gen.OneOf(FollowedEntity.Lead, FollowedEntity.User), Gen.OneOf(RetentionPeriod.Day, RetentionPeriod.Week, RetentionPeriod.Month),
            Gen.OneOf(RetentionMode.Calendar, RetentionMode.Rolling)),
        Gen.OneOf(RetentionKind.On, RetentionKind.OnOrAfter, RetentionKind.OnOrBefore, RetentionKind.Brackets),
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 4], Gen.Int[-60, 120]), Gen.Bool, Gen.OneOf(null, "source"), Gen.Int[1, 3],
        (events, how, kind, days, first, breakdown, limit) => new RetentionQuery
        {
            Tenant = default,
            Entity = how.Item1,
            Start = new Wanted(events.Item1, events.Item2),
            Return = new Wanted(events.Item3, events.Item4),
            Days = new DayRange(place.Day.AddDays(-days.Item1), place.Day.AddDays(days.Item2)),
            Zone = TenantZone.Find(place.Zone).Value,
            Period = how.Item2,
            Mode = how.Item3,
            Kind = kind,
            Buckets = 4,
            Brackets = kind is RetentionKind.Brackets ? [new(0, 0), new(1, 3), new(2, null)] : [],
            FirstTimeOnly = first,
            Breakdown = breakdown,
            BreakdownLimit = limit,
            Now = place.Noon.AddHours(days.Item3),
        });

    private static string Plain(List<List<CatalogueEvent>> people, RetentionQuery q, Func<CatalogueEvent, bool> isOfPart, string name)
    {
        var births = new List<(CatalogueEvent Birth, List<CatalogueEvent> Back)>();
        foreach (var rows in people)
        {
            var starts = rows.Where(row => PlainEntities.Matches(row, q.Start, q.Now, q.Zone)).ToList();
            var birth = q.FirstTimeOnly ? starts.FirstOrDefault() : starts.Find(row => PlainEntities.IsIn(row, q.Days, q.Zone));
            if (birth is not null && PlainEntities.IsIn(birth, q.Days, q.Zone) && isOfPart(birth))
                births.Add((birth, [.. rows.SkipWhile(row => row != birth).Skip(1).Where(row => PlainEntities.Matches(row, q.Return, q.Now, q.Zone))]));
        }

        var calendar = new PlainCalendar(q.Zone.Id, q.Days, q.Interval);
        return $"{name}: {births.Count}; " + string.Join("; ", calendar.Intervals.Select(interval =>
        {
            var mine = births.Where(b => calendar.LabelOf(b.Birth.OccurredAt) == interval.Label).ToList();
            return $"{interval.Start:yyyy-MM-ddTHH:mm} {mine.Count}: " + string.Join(", ", q.Counted.Select(bracket =>
                $"{mine.Count(b => b.Back.Any(row => Later(b.Birth, row, q) is var k && k >= bracket.From && (bracket.To is null || k <= bracket.To)))}"
                + (IsOver(interval, bracket, q) ? "" : "?")));
        }));
    }

    /// <summary>How many periods later, by counting them one by one.</summary>
    private static int Later(CatalogueEvent birth, CatalogueEvent row, RetentionQuery q)
    {
        var periods = 0;
        if (q.Mode is RetentionMode.Rolling)
        {
            var hours = q.Period switch { RetentionPeriod.Day => 24, RetentionPeriod.Week => 168, _ => 720 };
            while (row.OccurredAt - birth.OccurredAt >= TimeSpan.FromHours(hours * (periods + 1)))
                periods++;
            return periods;
        }

        var (from, to) = (PlainEntities.DayOf(birth, q.Zone), PlainEntities.DayOf(row, q.Zone));
        for (var day = from.AddDays(1); day <= to; day = day.AddDays(1))
            if (q.Period is RetentionPeriod.Day || (q.Period is RetentionPeriod.Week ? day.DayOfWeek is DayOfWeek.Monday : day.Day == 1))
                periods++;
        return periods;
    }

    private static bool IsOver(PlainInterval cohort, RetentionBracket bracket, RetentionQuery q)
    {
        var last = bracket.To ?? bracket.From;
        if (q.Mode is RetentionMode.Rolling)
            return new DateTimeOffset(cohort.To, TimeSpan.Zero)
                .AddDays((last + 1) * q.Period switch { RetentionPeriod.Day => 1, RetentionPeriod.Week => 7, _ => 30 }) <= q.Now;
        var of = new CatalogueEvent { Id = default, Type = "", OccurredAt = cohort.Start };
        return q.Now >= cohort.Start && Later(of, of with { OccurredAt = q.Now }, q) > last;
    }

    private static string Text(RetentionAnswer answer) => $"{answer.Value ?? "(all)"}: {answer.Size}; " + string.Join("; ", answer.Cohorts.Select(cohort =>
        $"{cohort.Timestamp:yyyy-MM-ddTHH:mm} {cohort.Size}: " + string.Join(", ", cohort.Buckets.Select(b =>
        {
            b.Rate.ShouldBe(cohort.Size == 0 ? null : Math.Round(100.0 * b.Count / cohort.Size, 6));
            return string.Create(CultureInfo.InvariantCulture, $"{b.Count}{(b.IsUnfinished ? "?" : "")}");
        }))));
}
