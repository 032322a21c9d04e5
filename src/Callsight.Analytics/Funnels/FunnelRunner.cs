using System.Globalization;
using Callsight.Analytics.Compiling;
using Callsight.Analytics.Dialects;
using Callsight.Analytics.Schema;

namespace Callsight.Analytics.Funnels;

/// <summary>Answers ordered funnels.</summary>
/// <remarks>
/// One pass over the matching rows instead of self-joins: at a row that matches step k, the chain that reached step k-1 before it
/// with the latest start goes on if the window allows. The latest start is always the best one, since its window ends last.
/// An entity's times come from the chain that reached its deepest stage first. Rows of equal time are ordered by arrival.
/// </remarks>
public sealed class FunnelRunner(ISqlEngine engine)
{
    public const int MostSteps = 12;

    public async Task<Result<(FunnelAnswer All, IReadOnlyList<FunnelAnswer> Breakdown)>> AskAsync(FunnelQuery query, CancellationToken ct)
    {
        if (query.Steps.Count is < 2 or > MostSteps)
            return Problem.InvalidField("steps", $"A funnel has 2 to {MostSteps} steps.");
        if (query.Window <= TimeSpan.Zero || query.Window > TimeSpan.FromDays(3_660))
            return Problem.InvalidField("window", "A window is longer than nothing and at most ten years.");
        if (query.Breakdown is { } name && Facts.Events.Dimension(name) is null)
            return Problem.InvalidField("breakdown", "Events have no such dimension.");
        var steps = new List<FunnelStep>();
        foreach (var (step, index) in query.Steps.Select((s, i) => (s, i)))
            if (FilterValidator.Validate(step.Filter, Facts.Events.Filterable, $"steps[{index}].filter").TryGet(out var filter, out var problem))
                steps.Add(step with { Filter = FilterTimes.Resolve(filter, query.Now, query.Zone) });
            else
                return problem;

        var ready = query with { Steps = [.. steps] };
        var all = await ReadAsync(ready with { Breakdown = null }, ct);
        var parts = ready.Breakdown is null ? [] : await ReadAsync(ready, ct);
        return (all is [var whole, ..] ? whole : Empty(ready), parts);
    }

    private async Task<IReadOnlyList<FunnelAnswer>> ReadAsync(FunnelQuery query, CancellationToken ct)
    {
        var rows = await engine.ReadAsync(query.Tenant, Compile(query, engine.Dialect), ct);
        return [.. rows.Rows.Select(row => Read(query, row)).Where(a => a.TotalEntry > 0).OrderByDescending(a => a.TotalEntry)
            .ThenBy(a => a.Value, StringComparer.Ordinal)];
    }

    internal static SqlStatement Compile(FunnelQuery query, Dialect dialect)
    {
        var sql = new SqlBuilder(dialect, query.Tenant);
        var range = query.Zone.ToRange(query.Days);
        var (start, end) = (sql.Add(SqlType.Instant, range.Start), sql.Add(SqlType.Instant, range.End));
        var last = sql.Add(SqlType.Instant, range.End + query.Window);
        var windowMicroseconds = sql.Add(SqlType.Whole, (long)query.Window.TotalMicroseconds);
        var young = sql.Add(SqlType.Instant, query.Now - query.Window);
        var entity = query.Entity.ToString().ToLowerInvariant() + "_id";
        var count = query.Steps.Count;
        var dimension = query.Breakdown is null ? null : Facts.Events.Dimension(query.Breakdown);
        var value = dimension is null ? "''" : dimension.Kind is FieldKind.Dynamic
            ? sql.Property(dimension.Column, query.Breakdown!, dialect.PropertyAny)
            : dialect.Cast(dimension.Column, SqlType.Text);
        var matches = query.Steps.Select(s =>
            $"type = {sql.Add(SqlType.Text, s.Event)} AND {FilterCompiler.Compile(s.Filter, Facts.Events, sql)}").ToList();

        var text = $"WITH matching AS (\n  SELECT {entity} AS entity, occurred_at AS t, sequence AS s, {value} AS b, " +
            string.Join(", ", matches.Select((m, i) => $"({m}) AS m{i + 1}")) +
            $"\n  FROM {sql.Rows(FactTable.Events)} AS e\n  WHERE occurred_at >= {start} AND occurred_at < {last} AND {entity} IS NOT NULL" +
            $" AND ({string.Join(" OR ", matches.Select(m => $"({m})"))})\n),\n" +
            $"level1 AS (SELECT *, CASE WHEN m1 AND t < {end} THEN {dialect.Tuple("t", "b")} END AS c1 FROM matching)";
        for (var k = 2; k <= count; k++)
        {
            // A chain is (times of its steps..., value at its entry); the greatest has the latest start.
            var previous = Enumerable.Range(1, k - 1).Select(i => dialect.TupleItem("before", i));
            text += $",\nlevel{k} AS (\n  SELECT * EXCLUDE (before), CASE WHEN m{k} AND {dialect.Microseconds(dialect.TupleItem("before", 1), "t")} <= {windowMicroseconds}" +
                $" THEN {dialect.Tuple([.. previous, "t", dialect.TupleItem("before", k)])} END AS c{k}\n  FROM (SELECT *, max(c{k - 1}) OVER " +
                $"(PARTITION BY entity ORDER BY t, s ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before FROM level{k - 1}) AS w\n)";
        }

        text += $",\nfirsts AS (SELECT entity, {string.Join(", ", Enumerable.Range(1, count).Select(k => $"arg_min(c{k}, {dialect.Tuple("t", "s")}) FILTER (WHERE c{k} IS NOT NULL) AS f{k}"))}" +
            $" FROM level{count} GROUP BY entity)";
        var depth = string.Join(" ", Enumerable.Range(1, count).Reverse().Select(k => $"WHEN f{k} IS NOT NULL THEN {k}"));
        var times = Enumerable.Range(1, count).Select(i =>
            $"CASE depth {string.Join(" ", Enumerable.Range(i, count - i + 1).Select(k => $"WHEN {k} THEN {dialect.TupleItem($"f{k}", i)}"))} END AS t{i}");
        var breakdown = $"CASE depth {string.Join(" ", Enumerable.Range(1, count).Select(k => $"WHEN {k} THEN {dialect.TupleItem($"f{k}", k + 1)}"))} END AS b";
        text += $",\ndepths AS (SELECT *, CASE {depth} END AS depth FROM firsts)" +
            $",\nchains AS (SELECT depth, {string.Join(", ", times)}, {breakdown} FROM depths WHERE depth IS NOT NULL)\nSELECT b";
        for (var k = 1; k <= count; k++)
            text += $", count(CASE WHEN depth >= {k} THEN 1 END)" + (k == 1 ? "" :
                $", avg({dialect.Microseconds($"t{k - 1}", $"t{k}")}) / 1000000.0, {dialect.Quantile(dialect.Microseconds($"t{k - 1}", $"t{k}"), "0.5")} / 1000000.0");
        text += $", count(CASE WHEN depth < {count} AND t1 > {young} THEN 1 END)\nFROM chains\nGROUP BY b";
        return sql.Build(text);
    }

    private static FunnelAnswer Read(FunnelQuery query, object?[] row)
    {
        var counts = new List<long>();
        var (averages, medians) = (new List<double?>(), new List<double?>());
        var column = 1;
        for (var k = 0; k < query.Steps.Count; k++)
        {
            counts.Add(Convert.ToInt64(row[column++], CultureInfo.InvariantCulture));
            averages.Add(k == 0 ? null : Number(row[column++]));
            medians.Add(k == 0 ? null : Number(row[column++]));
        }

        var stages = counts.Select((count, k) => new FunnelStage(
            query.Steps[k].Name, count, k == 0 ? Percent(count, count) : Percent(count, counts[k - 1]), Percent(count, counts[0]),
            averages[k], medians[k], k == counts.Count - 1 ? count : counts[k + 1],
            k == counts.Count - 1 ? 0 : count - counts[k + 1])).ToList();
        return new FunnelAnswer(row[0] as string, stages, counts[0], counts[^1], Percent(counts[^1], counts[0]),
            Convert.ToInt64(row[column], CultureInfo.InvariantCulture));
    }

    private static FunnelAnswer Empty(FunnelQuery query) => new(null,
        [.. query.Steps.Select(s => new FunnelStage(s.Name, 0, null, null, null, null, 0, 0))], 0, 0, null, 0);

    private static double? Number(object? value) => value is null ? null : Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static double? Percent(long part, long whole) => whole == 0 ? null : 100.0 * part / whole;
}
