using Callsight.Analytics.Funnels;
using Callsight.Core;

namespace Callsight.Tests.Analytics.Oracle;

/// <summary>Ordered funnels by trying everything: every start, every way on from it.</summary>
/// <remarks>
/// A chain takes one row for each step, each after the one before in the order of (time, arrival), the first inside the days, the
/// last not later than the window after the first. The deepest chain counts. Of several, the one that got there first; of those, the
/// one with the latest start, then the latest second step, and so on. Whoever has not got through and has any entry, not only that
/// of this chain, younger than the window may still go on.
/// </remarks>
internal static class PlainFunnel
{
    public static (FunnelAnswer All, List<FunnelAnswer> Parts) Answer(PlainRows rows, FunnelQuery query)
    {
        var ways = rows.Events.Select((row, arrival) => (Row: row, Arrival: arrival))
            .Where(e => EntityOf(e.Row, query.Entity) is not null).GroupBy(e => EntityOf(e.Row, query.Entity))
            .Select(entity => WayOf([.. entity.OrderBy(e => e.Row.OccurredAt).ThenBy(e => e.Arrival).Select(e => e.Row)], query))
            .OfType<Way>().ToList();
        return (Count(null, ways, query), query.Breakdown is null ? [] : [.. ways.GroupBy(way => way.Value)
            .Select(part => Count(part.Key, [.. part], query))
            .OrderByDescending(a => a.TotalEntry).ThenBy(a => a.Value, StringComparer.Ordinal)]);
    }

    private sealed record Way(List<DateTimeOffset> Times, string? Value, bool MayGoOn);

    private static Way? WayOf(List<CatalogueEvent> rows, FunnelQuery query)
    {
        var chains = Enumerable.Range(0, rows.Count).Where(i => IsEntry(rows[i])).SelectMany(i => From([i])).ToList();
        if (chains.Count == 0)
            return null;
        var deepest = chains.Max(chain => chain.Count);
        var best = chains.Where(chain => chain.Count == deepest).OrderBy(chain => chain[^1]);
        for (var step = 0; step < deepest - 1; step++)
        {
            var place = step;
            best = best.ThenByDescending(chain => rows[chain[place]].OccurredAt);
        }

        var chosen = best.First();
        return new Way([.. chosen.Select(i => rows[i].OccurredAt)],
            query.Breakdown is null ? null : PlainFields.Of(rows[chosen[0]], query.Breakdown)?.ToString(),
            deepest < query.Steps.Count && rows.Any(row => IsEntry(row) && row.OccurredAt > query.Now - query.Window));

        bool IsEntry(CatalogueEvent row)
        {
            var day = DateOnly.FromDateTime(
                TimeZoneInfo.ConvertTime(row.OccurredAt, TimeZoneInfo.FindSystemTimeZoneById(query.Zone.Id)).DateTime);
            return Matches(row, query.Steps[0]) && day >= query.Days.First && day <= query.Days.Last;
        }

        IEnumerable<List<int>> From(List<int> chain)
        {
            yield return chain;
            if (chain.Count == query.Steps.Count)
                yield break;
            for (var next = chain[^1] + 1; next < rows.Count; next++)
                if (Matches(rows[next], query.Steps[chain.Count]) && rows[next].OccurredAt - rows[chain[0]].OccurredAt <= query.Window)
                    foreach (var longer in From([.. chain, next]))
                        yield return longer;
        }

        bool Matches(CatalogueEvent row, FunnelStep step) => row.Type == step.Event
            && FilterEvaluator.Holds(step.Filter, name => PlainFields.Of(row, name), new RelativeTime(query.Now, query.Zone));
    }

    private static FunnelAnswer Count(string? value, List<Way> ways, FunnelQuery query)
    {
        var counts = query.Steps.Select((_, step) => (long)ways.Count(way => way.Times.Count > step)).ToList();
        var stages = query.Steps.Select((step, i) =>
        {
            var seconds = i == 0 ? [] : ways.Where(way => way.Times.Count > i)
                .Select(way => (way.Times[i] - way.Times[i - 1]).TotalSeconds).Order().ToList();
            return new FunnelStage(step.Name, counts[i], Percent(counts[i], i == 0 ? counts[0] : counts[i - 1]),
                Percent(counts[i], counts[0]), seconds.Count == 0 ? null : seconds.Average(), Median(seconds),
                i == counts.Count - 1 ? counts[i] : counts[i + 1], i == counts.Count - 1 ? 0 : counts[i] - counts[i + 1]);
        });
        return new FunnelAnswer(value, [.. stages], counts[0], counts[^1], Percent(counts[^1], counts[0]), ways.Count(way => way.MayGoOn));
    }

    private static double? Median(List<double> sorted) => sorted.Count == 0 ? null
        : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;

    private static double? Percent(long part, long whole) => whole == 0 ? null : 100.0 * part / whole;

    private static object? EntityOf(CatalogueEvent row, FunnelEntity entity) => entity switch
    {
        FunnelEntity.Lead => row.LeadId,
        FunnelEntity.User => row.UserId,
        FunnelEntity.Call => row.CallId,
        _ => row.SessionId,
    };
}
