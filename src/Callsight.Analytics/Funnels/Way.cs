using Callsight.Analytics.Following;

namespace Callsight.Analytics.Funnels;

/// <summary>One way through a funnel: the events by which the stages were reached, in the order they came.</summary>
internal sealed record Way(IReadOnlyList<FollowedRow> Rows)
{
    public int Depth => Rows.Count;

    public long EnteredAt => Rows[0].At;

    public FollowedRow Last => Rows[^1];

    /// <summary>Whether it is the one to count: deeper; there sooner; entered later; went on later, or in any order sooner.</summary>
    public bool IsBetterThan(Way? other, FunnelOrder order)
    {
        if (other is null || Depth != other.Depth)
            return other is null || Depth > other.Depth;
        if (Last.Position != other.Last.Position)
            return Last.Position < other.Last.Position;
        for (var i = 0; i < Depth; i++)
            if (Rows[i].At != other.Rows[i].At)
                return (Rows[i].At > other.Rows[i].At) == (i == 0 || order is not FunnelOrder.Any);
        return false;
    }
}

/// <summary>Which events let an entity in.</summary>
/// <param name="Start">Microseconds since 1970.</param>
/// <param name="End">The first moment after.</param>
/// <param name="Steps">The bits of the steps one may enter by.</param>
/// <param name="OnlyPosition">The one row that may; null for any.</param>
internal readonly record struct Entries(long Start, long End, long Steps, int? OnlyPosition = null)
{
    public bool Holds(in FollowedRow row) => (row.Matched & Steps) != 0 && row.At >= Start && row.At < End
        && (OnlyPosition is null || row.Position == OnlyPosition);
}
