namespace Callsight.Analytics.Funnels;

/// <summary>Counts ways, and how long they took from stage to stage.</summary>
internal sealed class Tally(int steps)
{
    private readonly long[] counts = new long[steps];
    private readonly List<long>?[] took = new List<long>?[steps];
    private long incomplete;

    public long Entries => counts[0];

    public void Add(CountedWay counted)
    {
        var rows = counted.Way.Rows;
        for (var k = 0; k < rows.Count; k++)
        {
            counts[k]++;
            if (k > 0)
                (took[k] ??= []).Add(rows[k].At - rows[k - 1].At);
        }

        if (counted.MayGoOn)
            incomplete++;
    }

    public void Add(Tally other) => other.AddTo(this);

    public FunnelAnswer ToAnswer(FunnelQuery query, string? value, bool isOther = false) => Funnel.Answer(
        query, value, counts, [.. took.Select(list => Seconds(list))], incomplete) with
    { IsOther = isOther };

    private void AddTo(Tally sum)
    {
        for (var k = 0; k < counts.Length; k++)
        {
            sum.counts[k] += counts[k];
            if (took[k] is { } list)
                (sum.took[k] ??= []).AddRange(list);
        }

        sum.incomplete += incomplete;
    }

    private static StageSeconds Seconds(List<long>? list)
    {
        if (list is not { Count: > 0 })
            return default;
        list.Sort();
        return new StageSeconds(list.Average() / 1e6, Quantile(list, 0.5) / 1e6, Quantile(list, 0.9) / 1e6);
    }

    /// <summary>Interpolated linearly, as the engines do it.</summary>
    private static double Quantile(List<long> sorted, double fraction)
    {
        var place = fraction * (sorted.Count - 1);
        var (low, high) = (sorted[(int)Math.Floor(place)], sorted[(int)Math.Ceiling(place)]);
        return low + ((high - low) * (place - Math.Floor(place)));
    }
}

/// <summary>Mean, median and 90th percentile of the time from the stage before.</summary>
internal readonly record struct StageSeconds(double? Average, double? Median, double? P90);

/// <summary>Puts counts into an answer.</summary>
internal static class Funnel
{
    // As many as the other figures of the API have.
    private const int Decimals = 6;

    public static FunnelAnswer Answer(
        FunnelQuery query, string? value, IReadOnlyList<long> counts, IReadOnlyList<StageSeconds> seconds, long incomplete)
    {
        var last = counts.Count - 1;
        var stages = counts.Select((count, k) => new FunnelStage(
            NameOf(query, k), count, Percent(count, counts[Math.Max(k - 1, 0)]), Percent(count, counts[0]),
            Rounded(seconds[k].Average), Rounded(seconds[k].Median), Rounded(seconds[k].P90),
            k == last ? count : counts[k + 1], k == last ? 0 : count - counts[k + 1]));
        return new FunnelAnswer(value, [.. stages], counts[0], counts[^1], Percent(counts[^1], counts[0]), incomplete);
    }

    /// <summary>In any order a stage is so many steps done, whichever they were.</summary>
    internal static string NameOf(FunnelQuery query, int stage) =>
        query.Order is FunnelOrder.Any ? $"{stage + 1} of {query.Steps.Count}" : query.Steps[stage].Name;

    private static double? Rounded(double? number) => number is { } known ? Math.Round(known, Decimals) : null;

    private static double? Percent(long part, long whole) => whole == 0 ? null : Math.Round(100.0 * part / whole, Decimals);
}
