using Callsight.Analytics.Following;

namespace Callsight.Analytics.Funnels;

/// <summary>Step right after step: the rows hold every event of the entity, and none may lie between.</summary>
internal sealed record StrictWalk(int Steps, long Window, IReadOnlyList<FunnelExclusion> Exclusions)
    : Walk(Steps, Window, Exclusions)
{
    protected override Way? Find(List<FollowedRow> rows, Entries entries)
    {
        Way? best = null;
        for (var i = 0; i < rows.Count; i++)
        {
            if (!entries.Holds(rows[i]))
                continue;
            var attempt = new Strict([rows[i]]);
            for (var j = i + 1; j < rows.Count && attempt.Rows.Count < Steps && rows[j].At - rows[i].At <= Window; j++)
                if (!attempt.Takes(rows[j]))
                    break;
            var way = new Way(attempt.Rows);
            if (way.IsBetterThan(best, FunnelOrder.Strict))
                best = way;
        }

        return best;
    }

    protected override IAttempt Enter(FollowedRow row) => new Strict([row]);

    private sealed record Strict(List<FollowedRow> Rows) : IAttempt
    {
        public bool IsOver => true;

        public bool IsOverBefore(in FollowedRow row) => row.Position > Rows[^1].Position + 1;

        public bool Takes(in FollowedRow row)
        {
            if (!row.Is(Rows.Count) || row.Position != Rows[^1].Position + 1)
                return false;
            Rows.Add(row);
            return true;
        }
    }
}
