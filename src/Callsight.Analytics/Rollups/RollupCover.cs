using Callsight.Analytics.Metrics;
using Callsight.Analytics.Querying;

namespace Callsight.Analytics.Rollups;

/// <summary>Which part of a question the rollups answer; the facts answer the rest, and both are added up.</summary>
/// <param name="By">The rollup that holds an aggregate. Those without one are read from the facts over all days.</param>
/// <param name="Kept">Stretches of days that are in the rollups as they are now.</param>
/// <param name="Fresh">The remaining stretches, whose days changed lately.</param>
internal sealed record RollupCover(
    IReadOnlyDictionary<Aggregate, Rollup> By, IReadOnlyList<DayRange> Kept, IReadOnlyList<DayRange> Fresh)
{
    /// <summary>More pieces than this, and reading the facts at once is simpler and no slower.</summary>
    private const int MostPieces = 40;

    /// <summary>What rollups can do for a question; null when nothing.</summary>
    public static RollupCover? Of(AnalyticsQuery query, IReadOnlyList<Aggregate> aggregates, IRollups rollups)
    {
        if (query.Interval is Interval.Hour || query.Windows.Count > 0 || query.Within is not null
            || rollups.ZoneOf(query.Tenant) != query.Zone)
            return null;
        var wanted = query.Dimensions.Concat(FieldsOf(query.Filter).Select(Dimension))
            .Concat(query.Groups?.Dimensions ?? []).Distinct().ToList();
        var by = new Dictionary<Aggregate, Rollup>();
        foreach (var aggregate in aggregates)
            if (Rollup.All.FirstOrDefault(r => Holds(r, aggregate) && wanted.All(r.Dimensions.Contains)) is { } rollup)
                by[aggregate] = rollup;
        if (by.Count == 0)
            return null;
        var fresh = LocalDays.Of(rollups.Changes.Fresh(query.Tenant), query.Zone);
        var pieces = LocalDays.Split(query.Days, fresh);
        var kept = pieces.Where(p => !p.IsFresh).Select(p => p.Days).ToList();
        return kept.Count == 0 || pieces.Count > MostPieces
            ? null
            : new RollupCover(by, kept, [.. pieces.Where(p => p.IsFresh).Select(p => p.Days)]);
    }

    private static bool Holds(Rollup rollup, Aggregate aggregate) => Rollup.IsDistinct(aggregate)
        ? rollup.Dimensions.Contains("agent")
        : rollup.Aggregates.Contains(aggregate);

    private static string Dimension(string field) =>
        field.EndsWith("_id", StringComparison.Ordinal) ? field[..^"_id".Length] : field;

    private static IEnumerable<string> FieldsOf(Filter filter) => filter switch
    {
        Filter.All all => all.Items.SelectMany(FieldsOf),
        Filter.Any any => any.Items.SelectMany(FieldsOf),
        Filter.Not not => FieldsOf(not.Item),
        Filter.Test test => [test.Field],
        _ => throw new ArgumentException("Unknown filter."),
    };
}

/// <summary>Local days out of changed hours.</summary>
internal static class LocalDays
{
    /// <summary>The days that hours lie in; where a zone is ahead by a part of an hour, some lie in two.</summary>
    public static HashSet<DateOnly> Of(IEnumerable<int> hours, TenantZone zone) => [.. hours.SelectMany(hour => Of(hour, zone))];

    public static IEnumerable<DateOnly> Of(int hour, TenantZone zone)
    {
        var start = ChangedHours.StartOf(hour);
        var first = zone.ToLocalDay(start);
        // A day that has no midnight, or left out altogether, lies between its neighbours.
        for (var (day, last) = (first, zone.ToLocalDay(start.AddHours(1).AddTicks(-1))); day <= last; day = day.AddDays(1))
            yield return day;
    }

    /// <summary>A stretch of days, cut where days that changed begin or end.</summary>
    public static List<(DayRange Days, bool IsFresh)> Split(DayRange days, HashSet<DateOnly> fresh)
    {
        var pieces = new List<(DayRange Days, bool IsFresh)>();
        for (var day = days.First; day <= days.Last; day = day.AddDays(1))
        {
            var isFresh = fresh.Contains(day);
            if (pieces is [.., var last] && last.IsFresh == isFresh)
                pieces[^1] = (new DayRange(last.Days.First, day), isFresh);
            else
                pieces.Add((new DayRange(day, day), isFresh));
        }

        return pieces;
    }

    /// <summary>Days as stretches of at most some length.</summary>
    public static IEnumerable<DayRange> Stretches(IEnumerable<DateOnly> days, int most)
    {
        DayRange? open = null;
        foreach (var day in days.Order())
        {
            if (open is { } stretch && stretch.Last.AddDays(1) == day && stretch.Days < most)
            {
                open = new DayRange(stretch.First, day);
                continue;
            }

            if (open is { } done)
                yield return done;
            open = new DayRange(day, day);
        }

        if (open is { } last)
            yield return last;
    }
}
