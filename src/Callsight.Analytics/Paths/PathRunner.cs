using Callsight.Analytics.Compiling;
using Callsight.Analytics.Dialects;
using Callsight.Analytics.Following;

namespace Callsight.Analytics.Paths;

/// <summary>Answers which ways entities take.</summary>
public sealed class PathRunner(ISqlEngine engine)
{
    private const int Anchor = 0;

    internal async Task<Result<PathAnswer>> AskAsync(PathQuery asked, CancellationToken ct)
    {
        if (!CheckPaths.Apply(asked).TryGet(out var query, out var problem))
            return problem;
        var range = query.Zone.ToRange(query.Days);
        var (start, end) = (Moments.Of(range.Start), Moments.Of(range.End));
        var paths = new PathTally(query);
        await Rows(query).ReadAsync(engine, (_, rows) =>
        {
            var anchor = rows.FindIndex(row => row.At >= start && row.At < end
                && (query.Anchor is null ? IsOnPath(query, row) : row.Is(Anchor)));
            if (anchor >= 0)
                paths.Add(PathOf(query, rows, anchor));
        }, ct);
        return paths.IsTooLong
            ? new Problem("query.too_many_groups",
                $"The paths have more than {CapRows.MostGroups} different steps. Take another dimension or fewer events.",
                ProblemKind.Unprocessable)
            : paths.ToAnswer();
    }

    internal static EntityRows Rows(PathQuery query)
    {
        var range = query.Zone.ToRange(query.Days);
        return new EntityRows
        {
            Tenant = query.Tenant,
            Entity = query.Entity,
            Range = query.IsEnd
                ? new TimeRange(range.Start - query.Window, range.End)
                : new TimeRange(range.Start, range.End + query.Window),
            Matches = [query.Anchor ?? new Wanted(null, new Filter.Any([])), .. query.Include, .. query.Exclude],
            WithOthers = query.Include.Count == 0,
            Values = [query.Dimension],
        };
    }

    /// <summary>The values from the anchor on, or back.</summary>
    private static List<string?> PathOf(PathQuery query, List<FollowedRow> rows, int anchor)
    {
        var values = new List<string?> { ShownValue.Of(rows[anchor].Values[0]) };
        var step = query.IsEnd ? -1 : 1;
        for (var i = anchor + step; i >= 0 && i < rows.Count && values.Count < query.Steps; i += step)
        {
            if (Math.Abs(rows[i].At - rows[anchor].At) > query.Window.TotalMicroseconds)
                break;
            var value = ShownValue.Of(rows[i].Values[0]);
            if (IsOnPath(query, rows[i]) && !(query.CollapseRepeats && value == values[^1]))
                values.Add(value);
        }

        return values;
    }

    private static bool IsOnPath(PathQuery query, FollowedRow row)
    {
        var included = ((1L << query.Include.Count) - 1) << 1;
        var excluded = ((1L << query.Exclude.Count) - 1) << (1 + query.Include.Count);
        var isAnchor = query.Anchor is not null && row.Is(Anchor);
        return (row.Matched & excluded) == 0 && (query.Include.Count == 0 || isAnchor || (row.Matched & included) != 0);
    }
}

/// <summary>Refuses what paths cannot mean, and turns relative dates into instants.</summary>
internal static class CheckPaths
{
    public static Result<PathQuery> Apply(PathQuery query)
    {
        if (Faults(query).Take(20).ToList() is { Count: > 0 } faults)
            return Problem.InvalidFields(faults);
        var anchors = query.Anchor is { } anchor ? new[] { anchor } : [];
        if (!Events(anchors, _ => query.IsEnd ? "end_event" : "start_event").TryGet(out var checkedAnchor, out var problem)
            || !Events(query.Include, i => $"include[{i}]").TryGet(out var include, out problem)
            || !Events(query.Exclude, i => $"exclude[{i}]").TryGet(out var exclude, out problem))
            return problem;
        return query with { Anchor = checkedAnchor is [var only] ? only : null, Include = include, Exclude = exclude };

        Result<EquatableList<Wanted>> Events(IReadOnlyList<Wanted> events, Func<int, string> path)
        {
            var all = new List<Wanted>();
            foreach (var (index, wanted) in events.Index())
                if (CheckEvents.Filter(wanted.Filter, $"{path(index)}.filter", query.Now, query.Zone).TryGet(out var filter, out var wrong))
                    all.Add(wanted with { Filter = filter });
                else
                    return wrong;
            return all.ToEquatableList();
        }
    }

    private static IEnumerable<FieldError> Faults(PathQuery query)
    {
        if (query.Days.Days > CheckBuckets.MostDays)
            yield return new("end_date", $"A period has at most {CheckBuckets.MostDays} days.");
        if (query.Steps is < 2 or > PathQuery.MostSteps)
            yield return new("steps", $"A path has 2 to {PathQuery.MostSteps} steps.");
        if (query.Window <= TimeSpan.Zero || query.Window > TimeSpan.FromDays(366))
            yield return new("window", "The window is longer than nothing and at most a year.");
        if (query.Include.Count > PathQuery.MostEvents)
            yield return new("include", $"Name at most {PathQuery.MostEvents} events.");
        if (query.Exclude.Count > PathQuery.MostEvents)
            yield return new("exclude", $"Name at most {PathQuery.MostEvents} events.");
        if (query.Limit is < 1 or > PathQuery.MostValues)
            yield return new("limit", $"A step shows 1 to {PathQuery.MostValues} values.");
        if (CheckEvents.Dimension(query.Dimension) is { } unknown)
            yield return new("dimension", unknown);
    }
}
