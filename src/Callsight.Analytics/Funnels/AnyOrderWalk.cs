using Callsight.Analytics.Following;

namespace Callsight.Analytics.Funnels;

/// <summary>All steps within the window of the first of them, in whatever order. Each step needs an event of its own.</summary>
/// <remarks>
/// An event that matches several steps takes whichever lets the most steps be filled: events are added as they come, and those
/// before them change seats where that makes room.
/// </remarks>
internal sealed record AnyOrderWalk(int Steps, long Window, IReadOnlyList<FunnelExclusion> Exclusions)
    : Walk(Steps, Window, Exclusions)
{
    public override long EntrySteps => (1L << Steps) - 1;

    protected override Way? Find(List<FollowedRow> rows, Entries entries)
    {
        // Rows that match the same steps stand in one line. The first of a line that cannot be seated shuts the line.
        var lines = rows.Where(row => (row.Matched & EntrySteps) != 0).GroupBy(row => row.Matched & EntrySteps)
            .Select(line => line.ToArray()).ToArray();
        var heads = new int[lines.Length];
        Way? best = null;
        foreach (var row in rows)
        {
            for (var l = 0; l < lines.Length; l++)
                while (heads[l] < lines[l].Length && lines[l][heads[l]].Position <= row.Position)
                    heads[l]++;
            if (!entries.Holds(row))
                continue;
            var way = From(row, lines, [.. heads]);
            if (way.IsBetterThan(best, FunnelOrder.Any))
                best = way;
        }

        return best;
    }

    protected override IAttempt Enter(FollowedRow row)
    {
        var seats = new Seats(Steps);
        seats.Takes(row);
        return seats;
    }

    private Way From(FollowedRow entry, FollowedRow[][] lines, int[] heads)
    {
        var seats = new Seats(Steps);
        seats.Takes(entry);
        while (seats.Rows.Count < Steps)
        {
            var next = -1;
            for (var l = 0; l < lines.Length; l++)
                if (heads[l] < lines[l].Length && (next < 0 || lines[l][heads[l]].Position < lines[next][heads[next]].Position))
                    next = l;
            if (next < 0 || lines[next][heads[next]].At - entry.At > Window)
                break;
            heads[next] = seats.Takes(lines[next][heads[next]]) ? heads[next] + 1 : int.MaxValue;
        }

        return new Way(seats.Rows);
    }

    /// <summary>Which row fills which step.</summary>
    private sealed class Seats(int steps) : IAttempt
    {
        private readonly int[] rowOf = [.. Enumerable.Repeat(-1, steps)];

        public List<FollowedRow> Rows { get; } = [];

        public bool Takes(in FollowedRow row)
        {
            if ((row.Matched & ((1L << steps) - 1)) == 0)
                return false;
            Rows.Add(row);
            if (Seat(Rows.Count - 1, 0, out _))
                return true;
            Rows.RemoveAt(Rows.Count - 1);
            return false;
        }

        private bool Seat(int row, long tried, out long triedNow)
        {
            for (var step = 0; step < steps; step++)
            {
                if (!Rows[row].Is(step) || (tried & (1L << step)) != 0)
                    continue;
                tried |= 1L << step;
                if (rowOf[step] < 0 || Seat(rowOf[step], tried, out tried))
                {
                    (rowOf[step], triedNow) = (row, tried);
                    return true;
                }
            }

            triedNow = tried;
            return false;
        }
    }
}
