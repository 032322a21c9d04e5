using Callsight.Analytics.Following;

namespace Callsight.Analytics.Funnels;

/// <summary>Finds the ways of one entity through the steps, in rows sorted by time and arrival.</summary>
/// <param name="Steps">How many steps; step k is the bit k - 1 of a row, the exclusions follow.</param>
/// <param name="Window">Microseconds from the entry within which all later steps must come.</param>
internal abstract record Walk(int Steps, long Window, IReadOnlyList<FunnelExclusion> Exclusions)
{
    /// <summary>The bits of the steps one may enter by.</summary>
    public virtual long EntrySteps => 1;

    public static Walk Of(FunnelQuery query)
    {
        var (steps, window) = (query.Steps.Count, (long)query.Window.TotalMicroseconds);
        return query.Order switch
        {
            FunnelOrder.Strict => new StrictWalk(steps, window, query.Exclude),
            FunnelOrder.Any => new AnyOrderWalk(steps, window, query.Exclude),
            _ => new OrderedWalk(steps, window, query.Exclude),
        };
    }

    /// <summary>The best way, whatever is excluded; null when there is no entry.</summary>
    protected abstract Way? Find(List<FollowedRow> rows, Entries entries);

    /// <summary>Starts a way that is walked greedily, for counting each time.</summary>
    protected abstract IAttempt Enter(FollowedRow row);

    /// <summary>The way an entity is counted by; null when it did not enter, or an exclusion takes it out.</summary>
    public Way? Best(List<FollowedRow> rows, Entries entries) =>
        Find(rows, entries) is { } way && !IsExcluded(way, rows) ? way : null;

    /// <summary>Every time it entered, one after the other.</summary>
    public IEnumerable<Way> Each(List<FollowedRow> rows, Entries entries)
    {
        for (var i = 0; i < rows.Count;)
        {
            if (!entries.Holds(rows[i]))
            {
                i++;
                continue;
            }

            var (way, next) = Attempt(rows, i);
            if (way is not null)
                yield return way;
            i = next;
        }
    }

    /// <summary>Goes from an entry until it is through, out of time or stopped; no way when an exclusion stopped it.</summary>
    private (Way? Way, int Next) Attempt(List<FollowedRow> rows, int entry)
    {
        var attempt = Enter(rows[entry]);
        var taken = attempt.Rows;
        for (var i = entry + 1; i < rows.Count; i++)
        {
            if (rows[i].At - rows[entry].At > Window || attempt.IsOverBefore(rows[i]))
                return (new Way(taken), i);
            if (attempt.Takes(rows[i]))
            {
                if (taken.Count == Steps)
                    return (new Way(taken), i + 1);
            }
            else if (Exclusions.Where((e, x) => rows[i].Is(Steps + x) && taken.Count >= From(e) && taken.Count < To(e)).Any())
            {
                return (null, i + 1);
            }
            else if (attempt.IsOver)
            {
                return (new Way(taken), i);
            }
        }

        return (new Way(taken), rows.Count);
    }

    private bool IsExcluded(Way way, List<FollowedRow> rows)
    {
        for (var x = 0; x < Exclusions.Count; x++)
        {
            if (way.Depth < From(Exclusions[x]))
                continue;
            var after = way.Rows[From(Exclusions[x]) - 1].Position;
            var before = way.Depth >= To(Exclusions[x]) ? way.Rows[To(Exclusions[x]) - 1].Position : int.MaxValue;
            foreach (var row in rows)
                if (row.Is(Steps + x) && row.Position > after && row.Position < before && row.At - way.EnteredAt <= Window
                    && !way.Rows.Any(step => step.Position == row.Position))
                    return true;
        }

        return false;
    }

    private static int From(FunnelExclusion exclusion) => exclusion.FromStep ?? 1;

    private int To(FunnelExclusion exclusion) => exclusion.ToStep ?? Steps;
}

/// <summary>A way as it is walked.</summary>
internal interface IAttempt
{
    List<FollowedRow> Rows { get; }

    /// <summary>Whether the last row that was not taken ended it.</summary>
    bool IsOver => false;

    /// <summary>Whether it had ended before the row came, by one that is not in the list.</summary>
    bool IsOverBefore(in FollowedRow row) => false;

    /// <summary>Goes on by the row if it can.</summary>
    bool Takes(in FollowedRow row);
}
