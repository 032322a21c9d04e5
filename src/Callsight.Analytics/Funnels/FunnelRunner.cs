using Callsight.Analytics.Compiling;
using Callsight.Analytics.Dialects;

namespace Callsight.Analytics.Funnels;

/// <summary>Answers funnels.</summary>
public sealed class FunnelRunner(ISqlEngine engine)
{
    /// <summary>The funnel of all, of each value of the breakdown and of each interval, where asked for.</summary>
    public async Task<Result<FunnelResult>> AskAsync(FunnelQuery asked, CancellationToken ct)
    {
        if (!CheckFunnel.Apply(asked).TryGet(out var query, out var problem))
            return problem;
        var ways = new EntityWays(query);
        var all = new Tally(query.Steps.Count);
        var parts = new Dictionary<Part, Tally>();
        var points = ways.Buckets.ToDictionary(bucket => bucket.LocalStart, _ => new Tally(query.Steps.Count));
        await ways.Rows().ReadAsync(engine, (_, rows) =>
        {
            foreach (var way in ways.All(rows))
                all.Add(way);
            if (query.Breakdown is not null)
                foreach (var (part, way) in ways.ByValue(rows))
                    if (parts.TryGetValue(part, out var tally) || parts.Count > CapRows.MostGroups
                        || parts.TryAdd(part, tally = new Tally(query.Steps.Count)))
                        tally?.Add(way);
            foreach (var (bucket, way) in ways.ByInterval(rows))
                points[bucket.LocalStart].Add(way);
        }, ct);
        if (parts.Count > CapRows.MostGroups)
            return new Problem("query.too_many_groups",
                $"The breakdown has more than {CapRows.MostGroups} values. Take another dimension or filter the steps.",
                ProblemKind.Unprocessable);
        return new FunnelResult(all.ToAnswer(query, null), await PartsAsync(query, ways, parts, ct), [.. points.Select(point =>
        {
            var answer = point.Value.ToAnswer(query, null);
            return new FunnelPoint(
                point.Key, answer.Stages, answer.TotalEntry, answer.TotalExit, answer.OverallRate, answer.Incomplete);
        })]);
    }

    /// <summary>Who is behind a stage or a drop-off.</summary>
    internal async Task<Result<FunnelMembers>> MembersAsync(FunnelQuery query, FunnelMembersQuery wanted, CancellationToken ct)
    {
        if (!CheckFunnel.Apply(query).TryGet(out var ready, out var problem))
            return problem;
        if (wanted.Stage < 1 || wanted.Stage > query.Steps.Count)
            return Problem.InvalidField("stage", $"The stages of this funnel are 1 to {query.Steps.Count}.");
        if (wanted.Part is not null && query.Breakdown is null)
            return Problem.InvalidField("value", "Without a breakdown there are no values.");
        var (ways, members) = (new EntityWays(ready), new MemberList(ready, wanted));
        await ways.Rows().ReadAsync(engine, (entity, rows) => members.Add(
            entity, wanted.Part is not { } part ? ways.All(rows) : ways.ByValue(rows).Where(w => w.Part == part).Select(w => w.Way)), ct);
        return members.Page();
    }

    /// <summary>The values with the most entries, and all the others together.</summary>
    private async Task<IReadOnlyList<FunnelAnswer>> PartsAsync(
        FunnelQuery query, EntityWays ways, Dictionary<Part, Tally> parts, CancellationToken ct)
    {
        var sorted = parts.OrderByDescending(p => p.Value.Entries).ThenBy(p => p.Key.Value, StringComparer.Ordinal).ToList();
        var answers = sorted.Take(query.BreakdownLimit).Select(p => p.Value.ToAnswer(query, p.Key.Value)).ToList();
        if (sorted.Count <= query.BreakdownLimit)
            return answers;
        var others = new Tally(query.Steps.Count);
        if (query is { Attribution: BreakdownAttribution.All, Count: FunnelCount.Entities })
        {
            // An entity may have been counted under several of them, but is one.
            var known = sorted.Take(query.BreakdownLimit).Select(p => p.Key).ToHashSet();
            await ways.Rows().ReadAsync(engine, (_, rows) =>
            {
                foreach (var way in ways.ByOthers(rows, known))
                    others.Add(way);
            }, ct);
        }
        else
        {
            foreach (var (_, tally) in sorted.Skip(query.BreakdownLimit))
                others.Add(tally);
        }

        return [.. answers, others.ToAnswer(query, "other", isOther: true)];
    }
}
