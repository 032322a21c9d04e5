namespace Callsight.Core;

/// <summary>Finds the word a person probably meant, by counting the letters that differ.</summary>
public static class NearMatches
{
    /// <summary>The candidate most like the word, or null when none is like it.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates) =>
        Of(word, candidates, 1) is [var nearest] ? nearest : null;

    /// <summary>The candidates like the word, the most like it first.</summary>
    public static IReadOnlyList<string> Of(string word, IEnumerable<string> candidates, int most = 3)
    {
        var limit = Math.Max(1, word.Length / 3);
        return
        [
            .. candidates
                .Select(candidate => (candidate, distance: Distance(word, candidate, limit)))
                .Where(pair => pair.distance <= limit)
                .OrderBy(pair => pair.distance).ThenBy(pair => pair.candidate, StringComparer.Ordinal)
                .Select(pair => pair.candidate)
                .Take(most),
        ];
    }

    /// <summary>How many letters must be changed, added, dropped or swapped with their neighbour; case does not count.</summary>
    private static int Distance(string from, string to, int limit)
    {
        if (Math.Abs(from.Length - to.Length) > limit)
            return limit + 1;

        var beforeLast = new int[to.Length + 1];
        var last = new int[to.Length + 1];
        var row = new int[to.Length + 1];
        for (var j = 0; j <= to.Length; j++)
            last[j] = j;
        for (var i = 1; i <= from.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var change = Same(from[i - 1], to[j - 1]) ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + change);
                if (i > 1 && j > 1 && Same(from[i - 1], to[j - 2]) && Same(from[i - 2], to[j - 1]))
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }

            (beforeLast, last, row) = (last, row, beforeLast);
        }

        return last[to.Length];
    }

    private static bool Same(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
