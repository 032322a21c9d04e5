using Callsight.Analytics.Compiling;

namespace Callsight.Analytics.Paths;

/// <summary>Counts paths step by step.</summary>
internal sealed class PathTally(PathQuery query)
{
    // From a value at a step to the next value, or to nowhere.
    private readonly Dictionary<(int Step, Label From, Label? To), long> moves = [];
    private long total;

    /// <summary>A value of a path; events may have none.</summary>
    private readonly record struct Label(string? Value, bool IsOther = false);

    /// <summary>Whether there is more than can be kept; some is left out then.</summary>
    public bool IsTooLong { get; private set; }

    public void Add(List<string?> path)
    {
        total++;
        for (var i = 0; i < path.Count; i++)
        {
            var move = (i, new Label(path[i]), i + 1 < path.Count ? new Label(path[i + 1]) : (Label?)null);
            if (moves.TryGetValue(move, out var count) || moves.Count < CapRows.MostGroups)
                moves[move] = count + 1;
            else
                IsTooLong = true;
        }
    }

    public PathAnswer ToAnswer()
    {
        var shown = moves.GroupBy(m => m.Key.Step).ToDictionary(step => step.Key, step => step.GroupBy(m => m.Key.From)
            .OrderByDescending(value => value.Sum(m => m.Value)).ThenBy(value => value.Key.Value, StringComparer.Ordinal)
            .Take(query.Limit).Select(value => value.Key).ToHashSet());
        var reduced = moves
            .GroupBy(m => (m.Key.Step, From: Shown(m.Key.Step, m.Key.From),
                To: m.Key.To is { } to ? Shown(m.Key.Step + 1, to) : (Label?)null))
            .Select(move => (move.Key.Step, move.Key.From, move.Key.To, Count: move.Sum(m => m.Value))).ToList();
        var nodes = reduced.GroupBy(move => (move.Step, move.From))
            .Select(node => (node.Key, Count: node.Sum(m => m.Count), Ended: node.Where(m => m.To is null).Sum(m => m.Count)))
            .OrderBy(node => node.Key.Step).ThenBy(node => node.Key.From.IsOther).ThenByDescending(node => node.Count)
            .ThenBy(node => node.Key.From.Value, StringComparer.Ordinal).ToList();
        var places = nodes.Select((node, place) => (node.Key, place)).ToDictionary(n => n.Key, n => n.place);
        var links = reduced.Where(move => move.To is not null)
            .Select(move => (From: places[(move.Step, move.From)], To: places[(move.Step + 1, move.To!.Value)], move.Count))
            .OrderBy(link => link.From).ThenBy(link => link.To);
        return new PathAnswer(
            [.. nodes.Select(n => new PathNode(
                query.IsEnd ? -n.Key.Step : n.Key.Step, n.Key.From.Value, n.Key.From.IsOther, n.Count, n.Ended))],
            [.. links.Select(l => query.IsEnd ? new PathLink(l.To, l.From, l.Count) : new PathLink(l.From, l.To, l.Count))], total);

        Label Shown(int step, Label label) => shown[step].Contains(label) ? label : new Label("other", IsOther: true);
    }
}
