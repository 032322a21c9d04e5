using Callsight.Analytics.Dialects;
using Callsight.Analytics.Metrics;
using Callsight.Analytics.Schema;

namespace Callsight.Analytics.Rollups;

/// <summary>The figures of each local day by some dimensions, kept so that long periods need not be counted again.</summary>
/// <remarks>
/// Holds the halves of figures, which add up, and never a ratio. Of stretches only those that have ended: one that is still open
/// grows with the clock and is always read from the facts. A group has a row for a day on which any of its facts is booked.
/// </remarks>
public sealed class Rollup
{
    // Before All, which is made with it.
    private static readonly Fact[] Rollable = [Facts.Calls, Facts.Leads, Facts.AgentStates, Facts.AgentActivity, Facts.Spend, Facts.Events];

    private Rollup(string name, params IReadOnlyList<string> dimensions)
    {
        (Name, Dimensions) = (name, dimensions);
        Aggregates = [.. MetricCatalogue.All.SelectMany(m => m.Aggregates).Where(a => Adds(a) || IsDistinct(a))
                .SelectMany(a => IsDistinct(a) ? [Presence(a)] : new[] { a, Presence(a) })
            .Where(a => dimensions.All(d => a.Fact.Dimension(d) is { Kind: FieldKind.Identity or FieldKind.Text }))
            .Distinct().OrderBy(AggregateText.ColumnOf, StringComparer.Ordinal)];
        Table = new FactTable("rollup_" + name, "day",
        [
            new Column("day", SqlType.Day),
            .. dimensions.Select(d => new Column(ColumnOf(d), KindOf(d))),
            new Column("built_at", SqlType.Instant),
            .. Aggregates.Select(a => new Column(AggregateText.ColumnOf(a), a.Type is SqlType.Money ? SqlType.MoneySum : a.Type)),
        ]);
    }

    /// <summary>Smallest first: a question takes the first that can answer it.</summary>
    public static IReadOnlyList<Rollup> All { get; } =
    [
        new("days"), new("queues", "queue"), new("campaigns", "campaign"), new("sources", "source"), new("agents", "agent", "team"),
    ];

    /// <summary>Changes whenever any of them does; what was built under another is of no use.</summary>
    public static string Fingerprint { get; } = NamedId.Of(string.Join('\n', All.Select(r =>
        $"{r.Name} {string.Join(' ', r.Table.Columns.Select(c => c.Name))}"))).ToString("n");

    public string Name { get; }
    public IReadOnlyList<string> Dimensions { get; }
    public IReadOnlyList<Aggregate> Aggregates { get; }
    public FactTable Table { get; }

    /// <summary>The column of a dimension, the same as in the facts.</summary>
    public static string ColumnOf(string dimension) =>
        Fact(dimension).Dimension(dimension)!.Column;

    /// <summary>How many rows there are at all of the fact and time of an aggregate: none, and the group is not in the answer.</summary>
    public static Aggregate Presence(Aggregate aggregate) => new(aggregate.Fact, AggregateKind.Count,
        aggregate.Fact.IsSpan ? "started_at" : aggregate.TimeColumn, null, SqlType.Whole, 1, []);

    /// <summary>Whether its figures of days make the figure of many days.</summary>
    private static bool Adds(Aggregate aggregate) =>
        Rollable.Contains(aggregate.Fact) && aggregate.Kind is AggregateKind.Count or AggregateKind.Sum or AggregateKind.TimeInside;

    /// <summary>Whether only rows that are booked in its days decide it.</summary>
    public static bool LooksAtItsDaysOnly(Aggregate aggregate) =>
        Rollable.Contains(aggregate.Fact) && aggregate.Kind is not AggregateKind.CountMonthBefore;

    /// <summary>Different agents at work are told by who has a row.</summary>
    internal static bool IsDistinct(Aggregate aggregate) =>
        aggregate is { Kind: AggregateKind.CountDistinct, Conditions.Count: 0, Measure: { Until: null } }
        && aggregate.Fact == Facts.AgentActivity;

    private static Fact Fact(string dimension) =>
        new[] { Facts.Calls, Facts.Leads, Facts.Events }.First(f => f.Dimension(dimension) is not null);

    private static SqlType KindOf(string dimension) =>
        Fact(dimension).Dimension(dimension)!.Kind is FieldKind.Identity ? SqlType.Identity : SqlType.Text;
}
