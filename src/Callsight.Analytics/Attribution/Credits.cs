namespace Callsight.Analytics.Attribution;

/// <summary>Shares one conversion among its touches.</summary>
internal static class Credits
{
    /// <summary>Credits are kept to so many decimals, so that they add up exactly.</summary>
    public const int Decimals = 9;

    private const int MoneyDecimals = 4;

    /// <summary>The shares of touches in order of time; together exactly one.</summary>
    /// <param name="model">How to share.</param>
    /// <param name="daysBefore">How many days before the conversion each was.</param>
    /// <param name="isDirect">Whether a touch says nothing of where somebody came from.</param>
    /// <param name="halfLifeDays">In how many days a touch loses half its weight.</param>
    public static decimal[] Share(
        AttributionModel model, IReadOnlyList<double> daysBefore, Func<int, bool> isDirect, double halfLifeDays)
    {
        var count = daysBefore.Count;
        return model switch
        {
            AttributionModel.First => All(0),
            AttributionModel.Last => All(count - 1),
            AttributionModel.LastNonDirect => All(LastNonDirect(count, isDirect)),
            AttributionModel.Linear => Normal(_ => 1),
            // Seen from the last touch, so that no weight is too small for a number.
            AttributionModel.TimeDecay => Normal(i => Math.Pow(2, -(daysBefore[i] - daysBefore[^1]) / halfLifeDays)),
            AttributionModel.UShaped => Normal(i => Shaped(i, 40, [0, count - 1])),
            _ => Normal(i => Shaped(i, 30, [0, (count - 1) / 2, count - 1])),
        };

        decimal[] All(int touch) => [.. Enumerable.Range(0, count).Select(i => i == touch ? 1m : 0m)];

        decimal[] Normal(Func<int, double> weight) => Split(1, [.. Enumerable.Range(0, count).Select(weight)], Decimals);

        double Shaped(int i, double peak, int[] peaks)
        {
            var different = peaks.Distinct().Count();
            return count <= 2 || peaks.Contains(i) ? peak : (100 - (peak * different)) / (count - different);
        }
    }

    /// <summary>An amount of money in the given proportions; the parts are exactly the whole.</summary>
    public static decimal[] Money(decimal amount, IReadOnlyList<decimal> shares) =>
        Split(amount, [.. shares.Select(share => (double)share)], MoneyDecimals);

    private static decimal[] Split(decimal whole, double[] weights, int decimals)
    {
        var sum = weights.Sum();
        var parts = weights.Select(weight => Math.Round(whole * (decimal)(weight / sum), decimals)).ToArray();
        // What rounding left over goes to the largest, the last of several.
        var largest = Array.LastIndexOf(weights, weights.Max());
        parts[largest] += whole - parts.Sum();
        return parts;
    }

    private static int LastNonDirect(int count, Func<int, bool> isDirect)
    {
        for (var i = count - 1; i >= 0; i--)
            if (!isDirect(i))
                return i;
        return count - 1;
    }
}
