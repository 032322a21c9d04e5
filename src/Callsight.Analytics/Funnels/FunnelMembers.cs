using Callsight.Analytics.Following;

namespace Callsight.Analytics.Funnels;

/// <summary>Whether those are wanted who reached a stage, or those who reached it and not the next.</summary>
public enum FunnelMemberKind
{
    /// <summary>Those who reached the stage: as many as its count.</summary>
    Reached,

    /// <summary>Those for whom it was the last: as many as its drop-off. Nobody drops out of the last stage.</summary>
    Dropped,
}

/// <summary>Which members are wanted.</summary>
/// <param name="Stage">From 1.</param>
/// <param name="Part">The value of the breakdown; null for all.</param>
internal sealed record FunnelMembersQuery(int Stage, FunnelMemberKind Kind, Part? Part, int Limit, MemberPlace? After);

/// <summary>Where a page ends: who was the last on it.</summary>
/// <param name="Again">How many ways of the same entity with the same entry came before.</param>
internal readonly record struct MemberPlace(long EnteredAt, string Entity, int Again)
{
    /// <summary>The last to enter comes first.</summary>
    public static readonly IComparer<MemberPlace> Order = Comparer<MemberPlace>.Create((left, right) =>
        left.EnteredAt != right.EnteredAt ? right.EnteredAt.CompareTo(left.EnteredAt)
        : string.CompareOrdinal(left.Entity, right.Entity) is not 0 and var order ? order
        : left.Again.CompareTo(right.Again));
}

/// <summary>One member: who, and when it reached which stage.</summary>
internal sealed record FunnelMember(object Entity, IReadOnlyList<DateTimeOffset> ReachedAt);

/// <summary>A page of members, and how many there are on all pages.</summary>
internal sealed record FunnelMembers(IReadOnlyList<FunnelMember> Members, long Total, MemberPlace? Next);

/// <summary>Keeps the members of one page, however many there are.</summary>
internal sealed class MemberList(FunnelQuery query, FunnelMembersQuery wanted)
{
    private readonly SortedSet<MemberPlace> places = new(MemberPlace.Order);
    private readonly Dictionary<MemberPlace, FunnelMember> members = [];
    private long total;

    public void Add(object entity, IEnumerable<CountedWay> ways)
    {
        Dictionary<long, int>? seen = null;
        foreach (var (way, _) in ways)
        {
            if (!IsWanted(way))
                continue;
            total++;
            var again = (seen ??= []).GetValueOrDefault(way.EnteredAt);
            seen[way.EnteredAt] = again + 1;
            var place = new MemberPlace(way.EnteredAt, entity.ToString()!, again);
            if (wanted.After is not { } after || MemberPlace.Order.Compare(place, after) > 0)
                Keep(place, entity, way);
        }
    }

    public FunnelMembers Page()
    {
        var page = places.Take(wanted.Limit).ToList();
        return new FunnelMembers([.. page.Select(place => members[place])], total, places.Count > wanted.Limit ? page[^1] : null);
    }

    private void Keep(MemberPlace place, object entity, Way way)
    {
        // One more than the page holds tells whether it goes on.
        if (places.Count > wanted.Limit)
        {
            if (MemberPlace.Order.Compare(place, places.Max) > 0)
                return;
            members.Remove(places.Max);
            places.Remove(places.Max);
        }

        places.Add(place);
        members[place] = new FunnelMember(entity, [.. way.Rows.Select(row => Moments.ToInstant(row.At))]);
    }

    private bool IsWanted(Way way) => wanted.Kind is FunnelMemberKind.Reached
        ? way.Depth >= wanted.Stage
        : way.Depth == wanted.Stage && wanted.Stage < query.Steps.Count;
}
