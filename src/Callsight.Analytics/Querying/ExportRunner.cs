using System.Runtime.CompilerServices;
using Callsight.Analytics.Compiling;
using Callsight.Analytics.Dialects;
using Callsight.Analytics.Schema;

namespace Callsight.Analytics.Querying;

/// <summary>What can be taken out row by row.</summary>
public enum Dataset
{
    /// <summary>Raw events, by when they happened.</summary>
    Events,

    /// <summary>Calls, by when they started.</summary>
    Calls,

    /// <summary>Leads, by when they were created.</summary>
    Leads,
}

/// <summary>Which rows of one tenant are taken out.</summary>
public sealed record ExportQuery
{
    public required TenantId Tenant { get; init; }
    public required Dataset Dataset { get; init; }
    public required DayRange Days { get; init; }
    public required TenantZone Zone { get; init; }
    public Filter Filter { get; init; } = Filter.Everything;

    /// <summary>Relative dates of the filter count from here.</summary>
    public required DateTimeOffset Now { get; init; }
}

/// <summary>Takes rows out, oldest first, a page at a time: whoever reads slowly holds neither memory nor a reader of the store.</summary>
public sealed class ExportRunner(ISqlEngine engine)
{
    public const int PageRows = 10_000;

    /// <summary>The caller's number is for telling callers apart, not for the outside.</summary>
    private static readonly string[] Kept = ["caller", "sequence"];

    /// <summary>How many rows are read at once.</summary>
    internal int PageSize { get; init; } = PageRows;

    /// <summary>The question with its filter checked.</summary>
    public static Result<ExportQuery> Prepare(ExportQuery query) =>
        FilterValidator.Validate(query.Filter, Source(query.Dataset).Fact.Filterable, "filter")
            .Map(valid => query with { Filter = FilterTimes.Resolve(valid, query.Now, query.Zone) });

    public static IReadOnlyList<string> Columns(Dataset dataset) => [.. ColumnsOf(Source(dataset).Fact.Table).Select(c => c.Name)];

    /// <summary>The rows: numbers, texts, ids, truths, instants in the zone, and free properties as JSON text.</summary>
    /// <param name="query">A question that was prepared.</param>
    public async IAsyncEnumerable<object?[]> RowsAsync(ExportQuery query, [EnumeratorCancellation] CancellationToken ct)
    {
        var columns = ColumnsOf(Source(query.Dataset).Fact.Table);
        var (time, key) = Places(query.Dataset);
        object?[]? last = null;
        while (true)
        {
            var page = await engine.ReadAsync(query.Tenant, Compile(query, last, PageSize, engine.DialectOf(query.Tenant)), ct);
            last = page.Rows.Count == 0 ? null : [page.Rows[^1][time], page.Rows[^1][key]];
            foreach (var row in page.Rows)
            {
                for (var i = 0; i < row.Length; i++)
                    if (columns[i].Type is SqlType.Instant && SqlValues.Instant(row[i]) is { } instant)
                        row[i] = query.Zone.ToLocal(instant);
                yield return row;
            }

            if (page.Rows.Count < PageSize)
                yield break;
        }
    }

    /// <summary>A page after the last row of the one before.</summary>
    internal static SqlStatement Compile(ExportQuery query, object?[]? last, int rows, Dialect dialect)
    {
        var sql = new SqlBuilder(dialect, query.Tenant);
        var (fact, time) = Source(query.Dataset);
        var (range, key) = (query.Zone.ToRange(query.Days), fact.Table.Key);
        // From where the last page ended: the engine passes over what lies before without reading it.
        var start = last is null ? range.Start : SqlValues.Instant(last[0])!.Value;
        var conditions = new List<string>
        {
            $"{time} >= {sql.Add(SqlType.Instant, start)}", $"{time} < {sql.Add(SqlType.Instant, range.End)}",
            FilterCompiler.Compile(query.Filter, fact, sql),
        };
        if (last is [_, { } id])
            conditions.Add($"({time} > {sql.Add(SqlType.Instant, start)} OR {key} > {sql.Add(SqlType.Identity, id)})");

        return sql.Build($"SELECT {string.Join(", ", ColumnsOf(fact.Table).Select(c => c.Name))}\nFROM {sql.Rows(fact.Table)} AS e\n" +
            $"WHERE {string.Join(" AND ", conditions)}\nORDER BY {time}, {key}\nLIMIT {sql.Add(SqlType.Whole, (long)rows)}");
    }

    private static Column[] ColumnsOf(FactTable table) => [.. table.Columns.Where(c => !Kept.Contains(c.Name))];

    private static (int Time, int Key) Places(Dataset dataset)
    {
        var (fact, time) = Source(dataset);
        var columns = ColumnsOf(fact.Table);
        return (Array.FindIndex(columns, c => c.Name == time), Array.FindIndex(columns, c => c.Name == fact.Table.Key));
    }

    private static (Fact Fact, string Time) Source(Dataset dataset) => dataset switch
    {
        Dataset.Calls => (Facts.Calls, "started_at"),
        Dataset.Leads => (Facts.Leads, "created_at"),
        _ => (Facts.Events, "occurred_at"),
    };
}
