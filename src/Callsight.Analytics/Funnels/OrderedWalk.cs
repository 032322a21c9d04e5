using Callsight.Analytics.Following;

namespace Callsight.Analytics.Funnels;

/// <summary>Step after step, whatever happens between.</summary>
/// <remarks>
/// At a row that matches step k, the way that reached step k-1 before with the latest start goes on: its window ends last. The first
/// to reach the deepest stage counts.
/// </remarks>
internal sealed record OrderedWalk(int Steps, long Window, IReadOnlyList<FunnelExclusion> Exclusions)
    : Walk(Steps, Window, Exclusions)
{
    protected override Way? Find(List<FollowedRow> rows, Entries entries)
    {
        var (latest, firsts) = (new Link?[Steps], new Link?[Steps]);
        foreach (var row in rows)
        {
            // From the last step down, so that no row is two steps of one way.
            for (var k = Steps - 1; k > 0; k--)
                if (row.Is(k) && latest[k - 1] is { } before && row.At - before.Start <= Window)
                    Reach(k, new Link(row, before));
            if (entries.Holds(row))
                Reach(0, new Link(row, null));
        }

        return Array.FindLast(firsts, link => link is not null)?.ToWay();

        void Reach(int k, Link link)
        {
            latest[k] = link;
            firsts[k] ??= link;
        }
    }

    protected override IAttempt Enter(FollowedRow row) => new Ordered([row]);

    /// <summary>A row and the way to it.</summary>
    private sealed class Link(FollowedRow row, Link? before)
    {
        public long Start { get; } = before?.Start ?? row.At;

        public Way ToWay()
        {
            var rows = new List<FollowedRow>();
            for (var link = this; link is not null; link = link.Before)
                rows.Insert(0, link.Row);
            return new Way(rows);
        }

        private FollowedRow Row => row;

        private Link? Before => before;
    }

    private sealed record Ordered(List<FollowedRow> Rows) : IAttempt
    {
        public bool Takes(in FollowedRow row)
        {
            if (!row.Is(Rows.Count))
                return false;
            Rows.Add(row);
            return true;
        }
    }
}
