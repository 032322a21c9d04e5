using Callsight.Analytics.Following;
using Callsight.Analytics.Funnels;
using Callsight.Core;

namespace Callsight.Tests.Analytics.Oracle;

/// <summary>Funnels by trying everything: every start, every way on from it.</summary>
/// <remarks>
/// A chain takes one row for each step, each after the one before in the order of (time, arrival), the first inside the days, the
/// last not later than the window after the first. The deepest chain counts. Of several, the one that got there first; of those, the
/// one with the latest start, then the latest second step (in any order the soonest: it is done when it is done), and so on. Whoever has not got through and has any entry, not only that
/// of this chain, younger than the window may still go on.
/// </remarks>
internal sealed class PlainFunnel(PlainRows all, FunnelQuery query)
{
    private const string Other = "other";
    private const string NoValue = "(no value)";

    private sealed record Seen(CatalogueEvent Row, int Place);

    private sealed record Way(List<Seen> Chain, bool MayGoOn)
    {
        public object? Entity { get; init; }
    }

    public static (FunnelAnswer All, List<FunnelAnswer> Parts) Answer(PlainRows rows, FunnelQuery query) =>
        new PlainFunnel(rows, query).Answer();

    /// <summary>The ends of the ways by entity: how deep, and when it entered.</summary>
    public static IEnumerable<(object Entity, int Depth, DateTimeOffset EnteredAt)> Members(PlainRows rows, FunnelQuery query)
    {
        var plain = new PlainFunnel(rows, query);
        return plain.Entities().SelectMany(e => plain.WaysOf(e, null))
            .Select(w => (w.Entity!, w.Chain.Count, w.Chain[0].Row.OccurredAt));
    }

    private (FunnelAnswer All, List<FunnelAnswer> Parts) Answer()
    {
        var entities = Entities().ToList();
        var whole = Count(null, [.. entities.SelectMany(e => WaysOf(e, null))]);
        if (query.Breakdown is null)
            return (whole, []);
        var ways = query.Attribution is BreakdownAttribution.All
            ? entities.SelectMany(e => e.Where(IsStep).Select(r => Value(r.Row)).Distinct().SelectMany(v => WaysOf(e, v).Select(w => (v, w)))).ToList()
            : [.. entities.SelectMany(e => WaysOf(e, null)).Where(w => w.Chain.Count >= (query.AttributionStep ?? 1)).Select(w => (Value((
                query.Attribution is BreakdownAttribution.First ? w.Chain[0]
                : query.Attribution is BreakdownAttribution.Last ? w.Chain[^1] : w.Chain[query.AttributionStep!.Value - 1]).Row), w))];
        var parts = ways.GroupBy(w => w.Item1).OrderByDescending(p => p.Count()).ThenBy(p => Named(p.Key), StringComparer.Ordinal).ToList();
        var answers = parts.Take(query.BreakdownLimit).Select(p => Count(Named(p.Key), [.. p.Select(w => w.Item2)])).ToList();
        if (parts.Count > query.BreakdownLimit)
        {
            var others = parts.Skip(query.BreakdownLimit).SelectMany(p => p.Select(w => w.Item2));
            if (query is { Attribution: BreakdownAttribution.All, Count: FunnelCount.Entities })
                others = others.GroupBy(w => w.Entity).Select(mine =>
                {
                    var best = Best([.. mine.Select(w => w.Chain)])!;
                    return new Way(best, best.Count < query.Steps.Count && mine.Any(w => w.MayGoOn));
                });
            answers.Add(Count(Other, [.. others]) with { IsOther = true });
        }

        return (whole, answers);
    }

    private IEnumerable<List<Seen>> Entities() => all.Events.Select((row, arrival) => (Row: row, Arrival: arrival))
        .Where(e => EntityOf(e.Row) is not null).GroupBy(e => EntityOf(e.Row))
        .Select(entity => entity.OrderBy(e => e.Row.OccurredAt).ThenBy(e => e.Arrival).Select((e, i) => new Seen(e.Row, i)).ToList());

    /// <summary>The ways of one entity; with a value, only by steps that have it.</summary>
    private List<Way> WaysOf(List<Seen> rows, string? value)
    {
        // Each way may only go by steps that share the values held constant.
        var groups = query.HoldConstant.Count == 0 ? [_ => true] : rows.Where(r => Held(r.Row) is not null).Select(r => Held(r.Row)).Distinct()
            .Select(held => (Func<Seen, bool>)(r => Held(r.Row) == held)).ToList();
        var onlyEntry = query.FirstTimeOnly
            ? rows.FirstOrDefault(r => query.Order is FunnelOrder.Any ? IsStep(r) : Matches(r.Row, 0))
            : null;
        var found = groups.Select(Within).ToList();
        if (query.Count is FunnelCount.Totals)
            return [.. found.SelectMany(f => f.Each).Select(chain => new Way(chain,
                chain.Count < query.Steps.Count && chain[0].Row.OccurredAt > query.Now - query.Window) { Entity = EntityOf(rows[0].Row) })];
        if (Best([.. found.Select(f => f.Best).OfType<List<Seen>>()]) is not { } best)
            return [];
        return [new Way(best, best.Count < query.Steps.Count
            && rows.Any(r => IsEntry(r) && HasValue(r) && r.Row.OccurredAt > query.Now - query.Window))
        { Entity = EntityOf(rows[0].Row) }];

        bool HasValue(Seen r) => value is null || Value(r.Row) == value;

        bool IsEntry(Seen r) => IsInDays(r.Row) && (onlyEntry is null || r == onlyEntry)
            && (query.Order is FunnelOrder.Any ? IsStep(r) : Matches(r.Row, 0));

        (List<Seen>? Best, IEnumerable<List<Seen>> Each) Within(Func<Seen, bool> isMine)
        {
            var mine = rows.Where(r => isMine(r) && HasValue(r)).ToList();
            var best = Best([.. mine.Where(IsEntry).SelectMany(entry => Chains([entry], mine))]);
            return (best is not null && IsExcluded(best, rows) ? null : best,
                query.Count is FunnelCount.Totals ? Each(mine, r => mine.Contains(r) && IsEntry(r)) : []);
        }

        List<List<Seen>> Each(List<Seen> mine, Func<Seen, bool> isEntry)
        {
            var ways = new List<List<Seen>>();
            for (var i = 0; i < rows.Count;)
            {
                if (!isEntry(rows[i]))
                {
                    i++;
                    continue;
                }

                var (chain, excluded, next) = (new List<Seen> { rows[i] }, false, i + 1);
                for (; next < rows.Count && chain.Count < query.Steps.Count; next++)
                {
                    var row = rows[next];
                    if (row.Row.OccurredAt - chain[0].Row.OccurredAt > query.Window)
                        break;
                    if (mine.Contains(row) && CanFollow(chain, row))
                        chain.Add(row);
                    else if (excluded = Excludes(row, (from, to) => chain.Count >= from && chain.Count < to))
                    {
                        next++;
                        break;
                    }
                    else if (query.Order is FunnelOrder.Strict)
                        break;
                }

                if (!excluded)
                    ways.Add(chain);
                i = next;
            }

            return ways;
        }
    }

    private IEnumerable<List<Seen>> Chains(List<Seen> chain, List<Seen> mine)
    {
        yield return chain;
        if (chain.Count == query.Steps.Count)
            yield break;
        foreach (var next in mine.Where(r => r.Place > chain[^1].Place && r.Row.OccurredAt - chain[0].Row.OccurredAt <= query.Window
                     && CanFollow(chain, r)))
            foreach (var longer in Chains([.. chain, next], mine))
                yield return longer;
    }

    private bool CanFollow(List<Seen> chain, Seen row) => query.Order switch
    {
        FunnelOrder.Ordered => Matches(row.Row, chain.Count),
        FunnelOrder.Strict => Matches(row.Row, chain.Count) && row.Place == chain[^1].Place + 1,
        _ => CanBeSeated([.. chain, row], 0, []),
    };

    /// <summary>Whether each row can have a step of its own: all assignments are tried.</summary>
    private bool CanBeSeated(List<Seen> rows, int next, HashSet<int> taken) => next == rows.Count
        || Enumerable.Range(0, query.Steps.Count).Any(step => !taken.Contains(step) && Matches(rows[next].Row, step)
            && CanBeSeated(rows, next + 1, [.. taken, step]));

    private List<Seen>? Best(List<List<Seen>> chains)
    {
        if (chains.Count == 0)
            return null;
        var deepest = chains.Max(chain => chain.Count);
        var best = chains.Where(chain => chain.Count == deepest).OrderBy(chain => chain[^1].Place);
        for (var step = 0; step < deepest - 1; step++)
        {
            var place = step;
            best = step > 0 && query.Order is FunnelOrder.Any
                ? best.ThenBy(chain => chain[place].Row.OccurredAt)
                : best.ThenByDescending(chain => chain[place].Row.OccurredAt);
        }

        return best.First();
    }

    private bool IsExcluded(List<Seen> chain, List<Seen> rows) => rows.Any(row => !chain.Contains(row)
        && row.Row.OccurredAt - chain[0].Row.OccurredAt <= query.Window
        && Excludes(row, (from, to) => chain.Count >= from && row.Place > chain[from - 1].Place
            && (chain.Count < to || row.Place < chain[to - 1].Place)));

    private bool Excludes(Seen row, Func<int, int, bool> isBetween) => query.Exclude.Any(e =>
        Matches(row.Row, e.Event, e.Filter) && isBetween(e.FromStep ?? 1, e.ToStep ?? query.Steps.Count));

    private bool IsStep(Seen row) => Enumerable.Range(0, query.Steps.Count).Any(step => Matches(row.Row, step));

    private bool Matches(CatalogueEvent row, int step) => Matches(row, query.Steps[step].Event, query.Steps[step].Filter);

    private bool Matches(CatalogueEvent row, string type, Filter filter) => row.Type == type
        && FilterEvaluator.Holds(filter, name => PlainFields.Of(row, name), new RelativeTime(query.Now, query.Zone));

    private bool IsInDays(CatalogueEvent row)
    {
        var day = DateOnly.FromDateTime(
            TimeZoneInfo.ConvertTime(row.OccurredAt, TimeZoneInfo.FindSystemTimeZoneById(query.Zone.Id)).DateTime);
        return day >= query.Days.First && day <= query.Days.Last;
    }

    private string Value(CatalogueEvent row) => PlainFields.Of(row, query.Breakdown!)?.ToString() ?? NoValue;

    private static string? Named(string value) => value == NoValue ? null : value;

    private string? Held(CatalogueEvent row)
    {
        var values = query.HoldConstant.Select(name => PlainFields.Of(row, name)?.ToString()).ToList();
        return values.Contains(null) ? null : string.Join("|", values);
    }

    private FunnelAnswer Count(string? value, List<Way> ways)
    {
        var counts = query.Steps.Select((_, step) => (long)ways.Count(way => way.Chain.Count > step)).ToList();
        var stages = query.Steps.Select((step, i) =>
        {
            var seconds = i == 0 ? [] : ways.Where(way => way.Chain.Count > i)
                .Select(way => (way.Chain[i].Row.OccurredAt - way.Chain[i - 1].Row.OccurredAt).TotalSeconds).Order().ToList();
            return new FunnelStage(query.Order is FunnelOrder.Any ? $"{i + 1} of {counts.Count}" : step.Name,
                counts[i], Percent(counts[i], i == 0 ? counts[0] : counts[i - 1]),
                Percent(counts[i], counts[0]), seconds.Count == 0 ? null : seconds.Average(), Quantile(seconds, 5), Quantile(seconds, 9),
                i == counts.Count - 1 ? counts[i] : counts[i + 1], i == counts.Count - 1 ? 0 : counts[i] - counts[i + 1]);
        });
        return new FunnelAnswer(value, [.. stages], counts[0], counts[^1], Percent(counts[^1], counts[0]), ways.Count(way => way.MayGoOn));
    }

    /// <summary>So many tenths of the way from the smallest to the greatest.</summary>
    private static double? Quantile(List<double> sorted, int tenths)
    {
        if (sorted.Count == 0)
            return null;
        var (whole, rest) = Math.DivRem(tenths * (sorted.Count - 1), 10);
        return rest == 0 ? sorted[whole] : sorted[whole] + ((sorted[whole + 1] - sorted[whole]) * rest / 10);
    }

    private static double? Percent(long part, long whole) => whole == 0 ? null : 100.0 * part / whole;

    private object? EntityOf(CatalogueEvent row) => query.Entity switch
    {
        FollowedEntity.Lead => row.LeadId,
        FollowedEntity.User => row.UserId,
        FollowedEntity.Call => row.CallId,
        _ => row.SessionId,
    };
}
