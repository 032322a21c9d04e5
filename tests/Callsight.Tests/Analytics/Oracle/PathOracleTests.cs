using Callsight.Analytics.Following;
using Callsight.Analytics.Paths;
using Callsight.Core;
using Callsight.Tests.Support;
using CsCheck;

namespace Callsight.Tests.Analytics.Oracle;

/// <summary>Nodes and links are those of writing each path down.</summary>
public sealed class PathOracleTests
{
    private const int Samples = 30;
    private const int QuestionsOfEach = 6;

    [Theory, EveryEngine]
    public async Task Paths_are_those_of_the_oracle(string engineName)
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
            var rows = PlainRows.After(sample.events);
            foreach (var question in sample.questions)
            {
                var answer = (await new PathRunner(engine.Sql).AskAsync(
                    question with { Tenant = tenant }, TestContext.Current.CancellationToken)).Value;
                var paths = PlainEntities.Of(rows, question.Entity).Select(e => PathOf(e, question)).OfType<List<string?>>().ToList();
                answer.Total.ShouldBe(paths.Count, question.ToString());
                var shown = answer.Nodes.Where(n => !n.IsOther).Select(n => (Math.Abs(n.Step), n.Value)).ToHashSet();
                paths = [.. paths.Select(path => path.Select((value, i) => shown.Contains((i, value)) ? value : "(other)").ToList())];

                answer.Nodes.Select(n => $"{Math.Abs(n.Step)} {(n.IsOther ? "(other)" : n.Value)}: {n.Count}, {n.Ended}").Order().ShouldBe(
                    paths.SelectMany(path => path.Select((value, i) => (i, value, IsLast: i == path.Count - 1))).GroupBy(x => (x.i, x.value))
                        .Select(n => $"{n.Key.i} {n.Key.value}: {n.Count()}, {n.Count(x => x.IsLast)}").Order(), question.ToString());
                answer.Links.Select(l => (Near: answer.Nodes[question.IsEnd ? l.To : l.From], Far: answer.Nodes[question.IsEnd ? l.From : l.To], l.Count))
                    .Select(l => $"{Math.Abs(l.Near.Step)} {Name(l.Near)} > {Name(l.Far)}: {l.Count}").Order().ShouldBe(
                        paths.SelectMany(path => path.SkipLast(1).Select((value, i) => $"{i} {value} > {path[i + 1]}")).GroupBy(x => x)
                            .Select(l => $"{l.Key}: {l.Count()}").Order(), question.ToString());
                foreach (var step in answer.Nodes.GroupBy(n => n.Step))
                    step.Count(n => !n.IsOther).ShouldBeLessThanOrEqualTo(question.Limit);
            }
        }, iter: Samples, time: OracleStore.Seconds(engineName), threads: 1);
    }

    private static string? Name(PathNode node) => node.IsOther ? "(other)" : node.Value;

    private static Gen<PathQuery> Question(Place place) => Gen.Select(
        Gen.Select(Gen.OneOf(null, "a", "b"), Gen.OneOf(FunnelOracleTests.Conditions), Gen.Bool), Gen.Int[2, 6], Gen.OneOf(60, 1_440, 10_000),
        Wanteds(), Wanteds(), Gen.Select(Gen.OneOf("event_type", "source"), Gen.Bool, Gen.OneOf(FollowedEntity.Lead, FollowedEntity.User)),
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[1, 3]),
        (anchor, steps, window, include, exclude, how, days) => new PathQuery
        {
            Tenant = default,
            Entity = how.Item3,
            Anchor = anchor.Item1 is null ? null : new Wanted(anchor.Item1, anchor.Item2),
            IsEnd = anchor.Item1 is not null && anchor.Item3,
            Steps = steps,
            Window = TimeSpan.FromMinutes(window),
            Include = include,
            Exclude = exclude,
            Dimension = how.Item1,
            CollapseRepeats = how.Item2,
            Limit = days.Item3,
            Days = new DayRange(place.Day.AddDays(-days.Item1), place.Day.AddDays(days.Item2)),
            Zone = TenantZone.Find(place.Zone).Value,
            Now = place.Noon,
        });

    private static Gen<EquatableList<Wanted>> Wanteds() => Gen.Frequency((2, Gen.Const(0)), (1, Gen.Const(1))).SelectMany(count =>
        Gen.Select(Gen.OneOf("a", "b", "c"), Gen.OneOf(FunnelOracleTests.Conditions), (type, filter) => new Wanted(type, filter)).Array[count]
            .Select(wanted => wanted.ToEquatableList()));

    private static List<string?>? PathOf(List<CatalogueEvent> rows, PathQuery q)
    {
        bool Is(CatalogueEvent row, IEnumerable<Wanted> any) => any.Any(wanted => PlainEntities.Matches(row, wanted, q.Now, q.Zone));
        bool IsAnchor(CatalogueEvent row) => q.Anchor is not null && Is(row, [q.Anchor]);
        bool IsOn(CatalogueEvent row) => !Is(row, q.Exclude) && (q.Include.Count == 0 || Is(row, q.Include) || IsAnchor(row));
        string? Value(CatalogueEvent row) => q.Dimension == "source" ? row.Source : row.Type;

        var anchor = rows.Find(row => PlainEntities.IsIn(row, q.Days, q.Zone) && (q.Anchor is null ? IsOn(row) : IsAnchor(row)));
        if (anchor is null)
            return null;
        if (q.IsEnd)
            rows = [.. rows.AsEnumerable().Reverse()];
        var after = rows.SkipWhile(row => row != anchor).Skip(1).Where(IsOn)
            .Where(row => (row.OccurredAt - anchor.OccurredAt).Duration() <= q.Window).Select(Value).Prepend(Value(anchor)).ToList();
        var path = after.Where((value, i) => i == 0 || !q.CollapseRepeats || value != after[i - 1]);
        return [.. path.Take(q.Steps)];
    }
}
