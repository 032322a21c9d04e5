using Callsight.Analytics.Compiling;
using Callsight.Analytics.Dialects;
using Callsight.Analytics.Schema;

namespace Callsight.Analytics.Following;

/// <summary>An event that is asked for; any event where no type is given.</summary>
internal sealed record Wanted(string? Event, Filter Filter);

/// <summary>Which events of which entities are wanted: of one tenant, one after the other, in order of time and arrival.</summary>
/// <remarks>
/// The engine finds and sorts; who went which way is worked out here, row by row, so that it means the same on every engine and
/// no answer has to fit into memory.
/// </remarks>
internal sealed record EntityRows
{
    public const int MostMatches = 62;

    public required TenantId Tenant { get; init; }
    public required FollowedEntity Entity { get; init; }
    public required TimeRange Range { get; init; }

    /// <summary>Each becomes a bit of <see cref="FollowedRow.Matched"/>.</summary>
    public required IReadOnlyList<Wanted> Matches { get; init; }

    /// <summary>Whether events that match nothing are wanted too.</summary>
    public bool WithOthers { get; init; }

    /// <summary>Dimensions of events.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Leaves out entities that had one of the first so many matches before the range.</summary>
    public int NewTo { get; init; }

    /// <summary>Hands over each entity with its rows. The list is used again for the next one.</summary>
    public async Task ReadAsync(ISqlEngine engine, Action<object, List<FollowedRow>> take, CancellationToken ct)
    {
        object? entity = null;
        var rows = new List<FollowedRow>();
        await engine.ReadEachAsync(Tenant, Compile(engine.DialectOf(Tenant)), row =>
        {
            var owner = row.Value(0)!;
            if (!owner.Equals(entity))
            {
                if (entity is not null)
                    take(entity, rows);
                (entity, _) = (owner, 0);
                rows.Clear();
            }

            var values = Values.Count == 0 ? [] : new object?[Values.Count];
            for (var i = 0; i < values.Length; i++)
                values[i] = row.Value(3 + i);
            rows.Add(new FollowedRow(rows.Count, row.Whole(1), row.Whole(2), values));
        }, ct);
        if (entity is not null)
            take(entity, rows);
    }

    internal SqlStatement Compile(Dialect dialect)
    {
        var sql = new SqlBuilder(dialect, Tenant);
        var entity = Entity.ToString().ToLowerInvariant() + "_id";
        var matches = Matches.Select(match => Match(match, sql)).ToList();
        var bits = matches.Select((match, i) => $"(CASE WHEN {match} THEN {1L << i} ELSE 0 END)");
        var values = Values.Select((name, i) => $", {Column(name, sql)} AS v{i}");
        var at = dialect.Microseconds(sql.Add(SqlType.Instant, DateTimeOffset.UnixEpoch), "occurred_at");
        var conditions = new List<string>
        {
            $"occurred_at >= {sql.Add(SqlType.Instant, Range.Start)}", $"occurred_at < {sql.Add(SqlType.Instant, Range.End)}",
            $"{entity} IS NOT NULL",
        };
        if (!WithOthers)
            conditions.Add($"({string.Join(" OR ", matches)})");
        if (NewTo > 0)
            conditions.Add(NotSeenBefore(entity, matches, sql));
        return sql.Build($"""
            SELECT {entity} AS entity, {at} AS at, {string.Join(" + ", bits)} AS matched{string.Concat(values)}
            FROM {sql.Rows(FactTable.Events)} AS e
            WHERE {string.Join(" AND ", conditions)}
            ORDER BY {entity}, occurred_at, sequence
            """);
    }

    private string NotSeenBefore(string entity, List<string> matches, SqlBuilder sql) => $"""
        {entity} NOT IN (
          SELECT {entity} FROM {sql.Rows(FactTable.Events)} AS earlier
          WHERE occurred_at < {sql.Add(SqlType.Instant, Range.Start)} AND {entity} IS NOT NULL
            AND ({string.Join(" OR ", matches.Take(NewTo))})
        )
        """;

    private static string Match(Wanted match, SqlBuilder sql)
    {
        var filter = FilterCompiler.Compile(match.Filter, Facts.Events, sql);
        return match.Event is { } type ? $"(type = {sql.Add(SqlType.Text, type)} AND {filter})" : filter;
    }

    private static string Column(string name, SqlBuilder sql) =>
        Facts.Events.Dimension(name) is { Kind: FieldKind.Dynamic } free
            ? sql.Property(FactTable.Events, free.Column, name, PropertyAs.Any)
            : Facts.Events.Dimension(name)!.Column;
}
