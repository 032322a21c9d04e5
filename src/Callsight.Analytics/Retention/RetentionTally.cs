namespace Callsight.Analytics.Retention;

/// <summary>Counts births by cohort, and of them those that came back in each bracket.</summary>
internal sealed class RetentionTally(RetentionQuery query, RetentionCalendar calendar)
{
    private const int Decimals = 6;

    private readonly IReadOnlyList<RetentionBracket> brackets = query.Counted;

    // By cohort: its size, then the count of each bracket. Most values of a breakdown have few cohorts.
    private readonly SortedDictionary<int, long[]> counts = [];

    public long Size => counts.Values.Sum(row => row[0]);

    public void Add(long birth, IReadOnlySet<int> back)
    {
        var row = RowOf(calendar.CohortOf(birth));
        row[0]++;
        for (var b = 0; b < brackets.Count; b++)
            if (back.Any(period => period >= brackets[b].From && !(period > brackets[b].To)))
                row[b + 1]++;
    }

    public void Add(RetentionTally other)
    {
        foreach (var (cohort, counted) in other.counts)
        {
            var row = RowOf(cohort);
            for (var i = 0; i < row.Length; i++)
                row[i] += counted[i];
        }
    }

    public RetentionAnswer ToAnswer(string? value, bool isOther)
    {
        var cohorts = calendar.Cohorts.Select((cohort, index) =>
        {
            var row = counts.GetValueOrDefault(index) ?? new long[brackets.Count + 1];
            return new RetentionCohort(cohort.LocalStart, row[0], [.. brackets.Select((bracket, b) => new RetentionBucket(
                bracket.From, bracket.To, row[b + 1], Percent(row[b + 1], row[0]), !calendar.IsOver(cohort, bracket)))]);
        }).ToList();
        var overall = brackets.Select((bracket, b) =>
        {
            var over = cohorts.Where(cohort => !cohort.Buckets[b].IsUnfinished).ToList();
            var count = over.Sum(cohort => cohort.Buckets[b].Count);
            return new RetentionBucket(
                bracket.From, bracket.To, count, Percent(count, over.Sum(cohort => cohort.Size)), over.Count < cohorts.Count);
        });
        return new RetentionAnswer(value, isOther, Size, cohorts, [.. overall]);
    }

    private long[] RowOf(int cohort)
    {
        if (!counts.TryGetValue(cohort, out var row))
            counts[cohort] = row = new long[brackets.Count + 1];
        return row;
    }

    private static double? Percent(long part, long whole) => whole == 0 ? null : Math.Round(100.0 * part / whole, Decimals);
}
