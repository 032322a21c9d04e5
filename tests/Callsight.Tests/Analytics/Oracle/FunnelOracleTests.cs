using System.Globalization;
using Callsight.Analytics.Following;
using Callsight.Analytics.Funnels;
using Callsight.Core;
using Callsight.Tests.Support;
using CsCheck;

namespace Callsight.Tests.Analytics.Oracle;

/// <summary>Funnels count what trying every way counts.</summary>
public sealed class FunnelOracleTests
{
    private const int Samples = 30;
    private const int FunnelsOfEach = 6;

    private static readonly Guid[] Subjects = [.. Enumerable.Range(1, 5).Select(i => Guid.Parse($"00000000-0000-7000-8001-{i:d12}"))];

    internal static readonly Filter[] Conditions =
    [
        Filter.Everything, Filter.Everything,
        new Filter.Test("value", FilterOperator.Gt, new FilterValue.Number(1)),
        new Filter.Not(new Filter.Test("value", FilterOperator.Exists, new FilterValue.None())),
        new Filter.Test("occurred_at", FilterOperator.Gte, new FilterValue.Relative("-1d")),
    ];

    [Theory, EveryEngine]
    public async Task Funnels_are_those_of_the_oracle(string engineName)
    {
        var engine = await OracleStore.OpenAsync(engineName);
        var gen = from place in Gen.OneOf(Place.All)
                  from events in Event(place).Array[0, 45]
                  from cut in Gen.Int[0, 45]
                  from funnels in Funnel(place).Array[FunnelsOfEach]
                  select (events, cut, funnels);
        await gen.SampleAsync(async sample =>
        {
            var tenant = TenantId.New();
            await engine.LoadAsync(tenant, [.. sample.events.Take(sample.cut)]);
            await engine.LoadAsync(tenant, [.. sample.events.Skip(sample.cut)]);
            var rows = PlainRows.After(sample.events);
            foreach (var funnel in sample.funnels)
            {
                var (all, parts, _) = (await new FunnelRunner(engine.Sql).AskAsync(
                    funnel with { Tenant = tenant }, TestContext.Current.CancellationToken)).Value;
                var (plain, plainParts) = PlainFunnel.Answer(rows, funnel);
                Text(all with { Value = null }).ShouldBe(Text(plain), Describe(funnel));
                parts.Select(Text).ShouldBe(plainParts.Select(Text), Describe(funnel));
                if (funnel.Breakdown is not null && funnel.Attribution is BreakdownAttribution.First or BreakdownAttribution.Last)
                    parts.Sum(part => part.TotalEntry).ShouldBe(all.TotalEntry);
                await MembersAreThoseOfTheStagesAsync(engine, funnel with { Tenant = tenant }, rows, all);
            }
        }, iter: Samples, time: OracleStore.Seconds(engineName), threads: 1, print: sample => string.Join("\n", [
            .. sample.events.Select(e => $"{e.Type} {e.OccurredAt:O} lead {e.LeadId} user {e.UserId} value {e.Value} source {e.Source} id {e.Id}"),
            .. sample.funnels.Select(Describe)]));
    }

    /// <summary>Page after page there are as many as the stage and its drop-off count, and they are those of the oracle.</summary>
    private static async Task MembersAreThoseOfTheStagesAsync(
        AnalyticsEngine engine, FunnelQuery funnel, PlainRows rows, FunnelAnswer all)
    {
        var stage = 1 + (all.Stages.Count + rows.Events.Count) % all.Stages.Count;
        foreach (var kind in new[] { FunnelMemberKind.Reached, FunnelMemberKind.Dropped })
        {
            var (found, after) = (new List<FunnelMember>(), (MemberPlace?)null);
            do
            {
                var page = (await new FunnelRunner(engine.Sql).MembersAsync(
                    funnel, new FunnelMembersQuery(stage, kind, null, 2, after), TestContext.Current.CancellationToken)).Value;
                page.Total.ShouldBe(kind is FunnelMemberKind.Reached ? all.Stages[stage - 1].Count : all.Stages[stage - 1].Dropped);
                found.AddRange(page.Members);
                after = page.Next;
            }
            while (after is not null);
            found.Select(m => $"{m.Entity} {m.ReachedAt.Count} {m.ReachedAt[0]:O}").Order().ShouldBe(PlainFunnel.Members(rows, funnel)
                .Where(m => kind is FunnelMemberKind.Reached ? m.Depth >= stage : m.Depth == stage && stage < funnel.Steps.Count)
                .Select(m => $"{m.Entity} {m.Depth} {m.EnteredAt:O}").Order(), Describe(funnel));
        }
    }

    /// <summary>The breakdown value goes by the moment: which of two entries of one moment would give it is not promised.</summary>
    internal static Gen<CatalogueEvent> Event(Place place) => Gen.Select(
        Gen.Int[0, 1_000_000], Gen.OneOf("a", "a", "b", "b", "c"), RandomRows.Time(place), Gen.OneOf(Subjects),
        Gen.OneOf(null, "ann", "bob"), Gen.OneOf<double?>(null, 0, 7),
        (id, type, at, lead, user, value) => new CatalogueEvent
        {
            Id = new Guid(id, 0, 0, new byte[8]),
            Type = type,
            OccurredAt = at,
            LeadId = lead,
            UserId = user,
            Value = value,
            Source = (at.Ticks / TimeSpan.TicksPerMinute / 15 % 3) switch { 0 => "web", 1 => "ads", _ => null },
            Replaces = true,
        });

    private static Gen<FunnelQuery> Funnel(Place place) => Gen.Select(Basic(place), Gen.Frequency((1, Gen.Const(false)), (2, Gen.Const(true))),
        Gen.OneOf(FunnelOrder.Ordered, FunnelOrder.Strict, FunnelOrder.Any), Gen.Select(Gen.OneOf("c", "x", "b"), Gen.OneOf(Conditions),
            Gen.OneOf<int?>(null, 1), Gen.OneOf<int?>(null, 2)).Array[0, 2],
        Gen.Select(Gen.OneOf(FunnelCount.Entities, FunnelCount.Totals), Gen.OneOf<string[]>([], ["value"], ["value", "source"]), Gen.Bool),
        Gen.Select(Gen.Int[0, 4], Gen.Int[1, 3]),
        (basic, isMore, order, exclusions, more, breakdown) => !isMore ? basic : basic with
        {
            Order = order,
            Exclude = [.. exclusions.Select(e => order is FunnelOrder.Any
                ? new FunnelExclusion(e.Item1, e.Item2)
                : new FunnelExclusion(e.Item1, e.Item2, e.Item3, e.Item4))],
            Count = more.Item1,
            HoldConstant = [.. more.Item2],
            FirstTimeOnly = more.Item3,
            Attribution = breakdown.Item1 switch
            {
                0 => BreakdownAttribution.Last,
                1 => BreakdownAttribution.Step,
                2 => BreakdownAttribution.All,
                _ => BreakdownAttribution.First,
            },
            AttributionStep = breakdown.Item1 == 1 ? Math.Min(basic.Steps.Count, breakdown.Item2) : null,
            BreakdownLimit = breakdown.Item2,
        });

    private static Gen<FunnelQuery> Basic(Place place) => Gen.Select(
        Gen.Select(Gen.OneOf("a", "b", "c"), Gen.OneOf(Conditions)).Array[2, 4], Gen.OneOf(FollowedEntity.Lead, FollowedEntity.User),
        Gen.Int[0, 3], Gen.Int[0, 3], Gen.OneOf(1, 60, 1_440, 4_320), Gen.OneOf(null, "source"), Gen.Int[-60, 120],
        (steps, entity, before, after, window, breakdown, now) => new FunnelQuery
        {
            Tenant = default,
            Steps = [.. steps.Select((s, i) => new FunnelStep(s.Item1, s.Item2, $"{i + 1}"))],
            Entity = entity,
            Days = new DayRange(place.Day.AddDays(-before), place.Day.AddDays(after)),
            Zone = TenantZone.Find(place.Zone).Value,
            Window = TimeSpan.FromMinutes(window),
            Breakdown = breakdown,
            Now = place.Noon.AddHours(now),
        });

    /// <summary>Times to the microsecond: the engines add up in another order than lists do.</summary>
    private static string Text(FunnelAnswer answer) => string.Create(CultureInfo.InvariantCulture,
        $"{answer.Value ?? "(absent)"} {answer.IsOther}: {answer.TotalEntry} in, {answer.TotalExit} out, {answer.OverallRate:0.####} %, {answer.Incomplete} may go on; ")
        + string.Join("; ", answer.Stages.Select(s => string.Create(CultureInfo.InvariantCulture,
            $"{s.Name}: {s.Count}, {s.Rate:0.####} %, {s.OverallRate:0.####} %, {s.AverageSeconds:0.#####}, {s.MedianSeconds:0.#####}, {s.P90Seconds:0.####}, {s.Completed}, {s.Dropped}")));

    private static string Describe(FunnelQuery q) =>
        $"{string.Join(" > ", q.Steps.Select(s => $"{s.Event} {s.Filter}"))} of a {q.Entity} in {q.Days} of {q.Zone} within {q.Window} " +
        $"by {q.Breakdown} ({q.Attribution} {q.AttributionStep}, {q.BreakdownLimit}) at {q.Now:O}; {q.Order} {q.Count} " +
        $"without {string.Join(", ", q.Exclude)} holding {string.Join(", ", q.HoldConstant)} first time {q.FirstTimeOnly}";
}
