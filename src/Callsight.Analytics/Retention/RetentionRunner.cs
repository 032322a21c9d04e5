using Callsight.Analytics.Compiling;
using Callsight.Analytics.Dialects;
using Callsight.Analytics.Following;

namespace Callsight.Analytics.Retention;

/// <summary>Answers how many came back.</summary>
public sealed class RetentionRunner(ISqlEngine engine)
{
    private const int Start = 0;
    private const int Return = 1;

    /// <summary>All, and each value of the breakdown, most births first.</summary>
    internal async Task<Result<(RetentionAnswer All, IReadOnlyList<RetentionAnswer> Breakdown)>> AskAsync(
        RetentionQuery asked, CancellationToken ct)
    {
        if (!CheckRetention.Apply(asked).TryGet(out var query, out var problem))
            return problem;
        var calendar = new RetentionCalendar(query);
        var all = new RetentionTally(query, calendar);
        var parts = new Dictionary<(string? Value, bool IsOther), RetentionTally>();
        var isTooMany = false;
        await Rows(query).ReadAsync(engine, (_, rows) =>
        {
            var birth = rows.FindIndex(row => row.Is(Start) && calendar.HasCohort(row.At));
            if (birth < 0)
                return;
            var back = new HashSet<int>();
            for (var i = birth + 1; i < rows.Count; i++)
                if (rows[i].Is(Return))
                    back.Add(calendar.PeriodsBetween(rows[birth].At, rows[i].At));
            all.Add(rows[birth].At, back);
            if (query.Breakdown is null)
                return;
            var value = (ShownValue.Of(rows[birth].Values[0]), false);
            if (!parts.TryGetValue(value, out var part))
            {
                isTooMany |= parts.Count >= RetentionQuery.MostCells / 10;
                if (isTooMany)
                    return;
                parts[value] = part = new RetentionTally(query, calendar);
            }

            part.Add(rows[birth].At, back);
        }, ct);
        if (isTooMany)
            return new Problem("query.too_many_groups",
                $"The breakdown has more than {RetentionQuery.MostCells / 10} values. Take another dimension or filter the start event.",
                ProblemKind.Unprocessable);
        return (all.ToAnswer(null, false), Largest(query, parts, calendar));
    }

    internal static EntityRows Rows(RetentionQuery query)
    {
        var range = query.Zone.ToRange(query.Days);
        return new EntityRows
        {
            Tenant = query.Tenant,
            Entity = query.Entity,
            Range = new TimeRange(range.Start, RetentionCalendar.LastMoment(query, range.End)),
            Matches = [query.Start, query.Return],
            Values = query.Breakdown is { } name ? [name] : [],
            NewTo = query.FirstTimeOnly ? 1 : 0,
        };
    }

    private static List<RetentionAnswer> Largest(
        RetentionQuery query, Dictionary<(string? Value, bool IsOther), RetentionTally> parts, RetentionCalendar calendar)
    {
        var sorted = parts.OrderByDescending(p => p.Value.Size).ThenBy(p => p.Key.Value, StringComparer.Ordinal).ToList();
        var answers = sorted.Take(query.BreakdownLimit).Select(p => p.Value.ToAnswer(p.Key.Value, false)).ToList();
        if (sorted.Count <= query.BreakdownLimit)
            return answers;
        // Nobody is born twice, so the others add up.
        var others = new RetentionTally(query, calendar);
        foreach (var (_, tally) in sorted.Skip(query.BreakdownLimit))
            others.Add(tally);
        return [.. answers, others.ToAnswer("other", true)];
    }
}

/// <summary>Refuses what retention cannot mean, and turns relative dates into instants.</summary>
internal static class CheckRetention
{
    public static Result<RetentionQuery> Apply(RetentionQuery query)
    {
        if (Faults(query).Take(20).ToList() is { Count: > 0 } faults)
            return Problem.InvalidFields(faults);
        if (!CheckEvents.Filter(query.Start.Filter, "start_event.filter", query.Now, query.Zone).TryGet(out var start, out var problem)
            || !CheckEvents.Filter(query.Return.Filter, "return_event.filter", query.Now, query.Zone).TryGet(out var back, out problem))
            return problem;
        return query with { Start = query.Start with { Filter = start }, Return = query.Return with { Filter = back } };
    }

    private static IEnumerable<FieldError> Faults(RetentionQuery query)
    {
        if (query.Days.Days > CheckBuckets.MostDays)
            yield return new("end_date", $"A period has at most {CheckBuckets.MostDays} days.");
        if (query.Buckets is < 1 or > RetentionQuery.MostBuckets)
            yield return new("buckets", $"Ask for 1 to {RetentionQuery.MostBuckets} periods.");
        if (query.Kind is RetentionKind.Brackets != query.Brackets.Count is > 0 || query.Brackets.Count > RetentionQuery.MostBuckets)
            yield return new("brackets", $"The kind brackets needs 1 to {RetentionQuery.MostBuckets} of them; the others need none.");
        foreach (var (index, bracket) in query.Brackets.Index())
            if (bracket.From < 0 || bracket.To < bracket.From || Math.Max(bracket.From, bracket.To ?? 0) > 1_000)
                yield return new($"brackets[{index}]", "A bracket goes from a period (0 to 1000) to the same or a later one.");
        if (query.Breakdown is { } name && CheckEvents.Dimension(name) is { } unknown)
            yield return new("breakdown", unknown);
        if (query.BreakdownLimit is < 1 or > RetentionQuery.MostParts)
            yield return new("breakdown_limit", $"A breakdown has 1 to {RetentionQuery.MostParts} values of its own.");
        var cells = TimeBuckets.RoughCount(query.Zone.ToRange(query.Days), query.Interval) * query.Counted.Count
            * (query.Breakdown is null ? 1 : query.BreakdownLimit + 2);
        if (cells > RetentionQuery.MostCells)
            yield return new("period", $"The answer would have more than {RetentionQuery.MostCells} figures. Take a longer period, "
                + "fewer days, buckets or values.");
    }
}
