using Callsight.Analytics.Following;

namespace Callsight.Analytics.Funnels;

/// <summary>A way that counts, and whether it may still go on.</summary>
internal readonly record struct CountedWay(Way Way, bool MayGoOn);

/// <summary>A value of the breakdown; null for events that have none.</summary>
internal readonly record struct Part(string? Value);

/// <summary>The ways by which one entity is counted: in all, under each value of the breakdown, in each interval.</summary>
internal sealed class EntityWays(FunnelQuery query)
{
    private readonly Walk walk = Walk.Of(query);
    private readonly long start = Moments.Of(query.Zone.ToRange(query.Days).Start);
    private readonly long end = Moments.Of(query.Zone.ToRange(query.Days).End);
    private readonly long young = Moments.Of(query.Now - query.Window);
    private readonly long stepBits = (1L << query.Steps.Count) - 1;
    private readonly bool isOfEveryValue = query.Breakdown is not null && query.Attribution is BreakdownAttribution.All;

    private readonly IReadOnlyList<(long Start, long End, TimeBucket Bucket)> buckets = query.Interval is Interval.None ? []
        : [.. TimeBuckets.Cut(query.Days, query.Interval, query.Zone)
            .Select(b => (Moments.Of(b.Range.Start), Moments.Of(b.Range.End), b))];

    /// <summary>The rows the ways are found in.</summary>
    public EntityRows Rows()
    {
        var range = query.Zone.ToRange(query.Days);
        return new EntityRows
        {
            Tenant = query.Tenant,
            Entity = query.Entity,
            Range = new TimeRange(range.Start, range.End + query.Window),
            Matches =
            [
                .. query.Steps.Select(s => new Wanted(s.Event, s.Filter)),
                .. query.Exclude.Select(e => new Wanted(e.Event, e.Filter)),
            ],
            WithOthers = query.Order is FunnelOrder.Strict,
            Values = [.. query.HoldConstant, .. query.Breakdown is { } name ? [name] : Array.Empty<string>()],
            NewTo = !query.FirstTimeOnly ? 0 : query.Order is FunnelOrder.Any ? query.Steps.Count : 1,
        };
    }

    /// <summary>In all.</summary>
    public IEnumerable<CountedWay> All(List<FollowedRow> rows) => Count(rows, EntriesOf(rows, start, end));

    /// <summary>Under the values of the breakdown.</summary>
    public IEnumerable<(Part Part, CountedWay Way)> ByValue(List<FollowedRow> rows)
    {
        var entries = EntriesOf(rows, start, end);
        if (isOfEveryValue)
            return Parts(rows, row => PartOf(row)).SelectMany(part => Count(part.Rows, entries).Select(way => (part.Key, way)));
        return Count(rows, entries).Where(way => way.Way.Depth >= (query.AttributionStep ?? 1)).Select(way => (PartOf(
            query.Attribution switch
            {
                BreakdownAttribution.Last => way.Way.Last,
                BreakdownAttribution.Step => way.Way.Rows[query.AttributionStep!.Value - 1],
                _ => way.Way.Rows[0],
            }), way));
    }

    /// <summary>Under none of some values, of which the others are looked at together.</summary>
    public IEnumerable<CountedWay> ByOthers(List<FollowedRow> rows, IReadOnlySet<Part> known)
    {
        var ways = ByValue(rows).Where(way => !known.Contains(way.Part)).Select(way => way.Way).ToList();
        if (!isOfEveryValue || query.Count is FunnelCount.Totals || ways.Count < 2)
            return ways;
        var best = ways[0];
        foreach (var way in ways)
            if (way.Way.IsBetterThan(best.Way, query.Order))
                best = way;
        return [best with { MayGoOn = best.Way.Depth < query.Steps.Count && ways.Exists(way => way.MayGoOn) }];
    }

    /// <summary>In each interval, of those who entered in it.</summary>
    public IEnumerable<(TimeBucket Bucket, CountedWay Way)> ByInterval(List<FollowedRow> rows)
    {
        var all = EntriesOf(rows, start, end);
        return buckets.Where(bucket => rows.Exists(row => row.At >= bucket.Start && row.At < bucket.End && all.Holds(row)))
            .SelectMany(bucket => Count(rows, all with { Start = bucket.Start, End = bucket.End }).Select(way => (bucket.Bucket, way)));
    }

    public IEnumerable<TimeBucket> Buckets => buckets.Select(b => b.Bucket);

    private Entries EntriesOf(List<FollowedRow> rows, long from, long to)
    {
        var first = query.FirstTimeOnly ? rows.Find(row => (row.Matched & walk.EntrySteps) != 0).Position : (int?)null;
        return new Entries(from, to, walk.EntrySteps, first);
    }

    private IEnumerable<CountedWay> Count(List<FollowedRow> rows, Entries entries)
    {
        var parts = query.HoldConstant.Count == 0 ? [rows] : Parts(rows, Held).Where(p => p.Key is not null).Select(p => p.Rows).ToList();
        if (query.Count is FunnelCount.Totals)
            return parts.SelectMany(part => walk.Each(part, entries))
                .Select(way => new CountedWay(way, way.Depth < query.Steps.Count && way.EnteredAt > young));
        Way? best = null;
        foreach (var part in parts)
            if (walk.Best(part, entries) is { } way && way.IsBetterThan(best, query.Order))
                best = way;
        return best is null ? []
            : [new CountedWay(best, best.Depth < query.Steps.Count && rows.Exists(row => row.At > young && entries.Holds(row)))];
    }

    /// <summary>The rows of each key, and with them whatever is excluded, whosever it is.</summary>
    private IEnumerable<(TKey Key, List<FollowedRow> Rows)> Parts<TKey>(List<FollowedRow> rows, Func<FollowedRow, TKey> keyOf)
    {
        var excluded = rows.Where(row => (row.Matched & ~stepBits) != 0)
            .Select(row => row with { Matched = row.Matched & ~stepBits }).ToList();
        foreach (var part in rows.Where(row => (row.Matched & stepBits) != 0).GroupBy(keyOf))
        {
            var mine = part.ToList();
            if (excluded.Count > 0)
            {
                var known = mine.Select(row => row.Position).ToHashSet();
                mine.AddRange(excluded.Where(row => !known.Contains(row.Position)));
                mine.Sort((left, right) => left.Position.CompareTo(right.Position));
            }

            yield return (part.Key, mine);
        }
    }

    private EquatableList<string>? Held(FollowedRow row)
    {
        var values = row.Values.Take(query.HoldConstant.Count).Select(ShownValue.Of).OfType<string>().ToList();
        return values.Count < query.HoldConstant.Count ? null : values.ToEquatableList();
    }

    private static Part PartOf(FollowedRow row) => new(ShownValue.Of(row.Values[^1]));
}
