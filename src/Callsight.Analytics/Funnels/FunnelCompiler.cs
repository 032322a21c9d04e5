using Callsight.Analytics.Compiling;
using Callsight.Analytics.Dialects;
using Callsight.Analytics.Schema;

namespace Callsight.Analytics.Funnels;

/// <summary>Prints the plain ordered funnel, which is asked most, as one statement: the engine counts, and no rows travel.</summary>
/// <remarks>
/// Everything else goes step by step through the rows (<see cref="Walk"/>), with the same answer for the plain one.
/// One pass over the matching rows instead of self-joins: at a row that matches step k, the chain that reached step k-1 before it
/// with the latest start goes on if the window allows. The latest start is always the best one, since its window ends last.
/// An entity's times come from the chain that reached its deepest stage first. Rows of equal time are ordered by arrival.
/// <para>
/// In the text: a row has the entity, its time t, its arrival s and whether it matches step k (mk). The chain that reaches step k
/// at a row is ck: (time of step 1, ..., time of step k); the greatest has the latest start.
/// </para>
/// </remarks>
internal sealed class FunnelCompiler(FunnelQuery query, Dialect dialect)
{
    private readonly SqlBuilder sql = new(dialect, query.Tenant);
    private readonly IReadOnlyList<int> steps = [.. Enumerable.Range(1, query.Steps.Count)];

    public static SqlStatement Compile(FunnelQuery query, Dialect dialect) => new FunnelCompiler(query, dialect).Print();

    private SqlStatement Print()
    {
        var range = query.Zone.ToRange(query.Days);
        List<string> parts =
        [
            Matching(range),
            Entries(range),
            .. steps.Skip(1).SelectMany(k => new[] { Waiting(k), Reached(k) }),
            Firsts(range),
            Depths(),
            Chains(),
        ];
        return sql.Build($"WITH {string.Join(",\n", parts)}\n{Answer()}");
    }

    /// <summary>The rows that match any step.</summary>
    private string Matching(TimeRange range)
    {
        var entity = query.Entity.ToString().ToLowerInvariant() + "_id";
        var matches = query.Steps.Select(step =>
            $"(type = {sql.Add(SqlType.Text, step.Event)} AND {FilterCompiler.Compile(step.Filter, Facts.Events, sql)})").ToList();
        return $"""
            matching AS (
              SELECT {entity} AS entity, occurred_at AS t, sequence AS s,
                {string.Join(",\n    ", matches.Select((match, i) => $"{match} AS m{i + 1}"))}
              FROM {sql.Rows(FactTable.Events)} AS e
              WHERE occurred_at >= {At(range.Start)} AND occurred_at < {At(range.End + query.Window)} AND {entity} IS NOT NULL
                AND ({string.Join(" OR ", matches)})
            )
            """;
    }

    /// <summary>Chains begin within the days asked for.</summary>
    private string Entries(TimeRange range) => $"""
        reached1 AS (
          SELECT *, {dialect.TupleWhere($"m1 AND t < {At(range.End)}", "t")} AS c1
          FROM matching
        )
        """;

    /// <summary>At each row, the best chain that waits for step k.</summary>
    private static string Waiting(int k) => $"""
        waiting{k} AS (
          SELECT *, max(c{k - 1}) OVER (
            PARTITION BY entity ORDER BY t, s ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS w{k}
          FROM reached{k - 1}
        )
        """;

    /// <summary>It goes on where the row matches and the window, which runs from step 1, is still open.</summary>
    private string Reached(int k)
    {
        var times = steps.Take(k - 1).Select(i => dialect.TupleItem($"w{k}", i));
        var elapsed = dialect.Microseconds(dialect.TupleItem($"w{k}", 1), "t");
        var window = sql.Add(SqlType.Whole, (long)query.Window.TotalMicroseconds);
        return $"""
            reached{k} AS (
              SELECT *, {dialect.TupleWhere($"m{k} AND {elapsed} <= {window}", [.. times, "t"])} AS c{k}
              FROM waiting{k}
            )
            """;
    }

    /// <summary>For each entity and stage, the chain that got there first; and when it entered last.</summary>
    private string Firsts(TimeRange range) => $"""
        firsts AS (
          SELECT entity,
            {string.Join(",\n    ", steps.Select(k => $"{dialect.FirstTuple($"c{k}", "t", "s")} AS f{k}"))},
            max(CASE WHEN m1 AND t < {At(range.End)} THEN t END) AS latest
          FROM reached{steps.Count}
          GROUP BY entity
        )
        """;

    private string Depths() => $"""
        depths AS (
          SELECT *, CASE {string.Join(" ", steps.Reverse().Select(k => $"WHEN {dialect.HasTuple($"f{k}")} THEN {k}"))} END AS depth
          FROM firsts
        )
        """;

    /// <summary>Each entity once: how deep it got, and when it was where on that way.</summary>
    private string Chains()
    {
        var times = steps.Select(i => $"{Deepest(i, k => dialect.TupleItem($"f{k}", i))} AS t{i}");
        return $"""
            chains AS (
              SELECT depth, latest,
                {string.Join(",\n    ", times)}
              FROM depths
              WHERE depth IS NOT NULL
            )
            """;
    }

    private string Deepest(int from, Func<int, string> ofStage) =>
        $"CASE {string.Join(" ", steps.Skip(from - 1).Select(k => $"WHEN depth = {k} THEN {ofStage(k)}"))} END";

    /// <summary>One row: the count of step 1; the count, mean, median and 90th percentile time of each later one; those still young.</summary>
    private string Answer()
    {
        var young = $"count(CASE WHEN depth < {steps.Count} AND latest > {At(query.Now - query.Window)} THEN 1 END)";
        return $"""
            SELECT {string.Join(",\n  ", steps.Select(Stage))},
              {young}
            FROM chains
            """;
    }

    private string Stage(int k)
    {
        var count = $"count(CASE WHEN depth >= {k} THEN 1 END)";
        var took = dialect.Microseconds($"t{k - 1}", $"t{k}");
        return k == 1 ? count : $"{count}, avg({took}) / 1000000.0, {Quantile("0.5")}, {Quantile("0.9")}";

        string Quantile(string fraction) => $"{dialect.Quantile(took, fraction)} / 1000000.0";
    }

    private string At(DateTimeOffset instant) => sql.Add(SqlType.Instant, instant);
}
