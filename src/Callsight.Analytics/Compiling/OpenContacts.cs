using Callsight.Analytics.Dialects;
using Callsight.Analytics.Querying;
using Callsight.Analytics.Schema;

namespace Callsight.Analytics.Compiling;

/// <summary>Prints the question when calls of the period began that are still going on.</summary>
internal static class OpenContacts
{
    /// <summary>So many hours with open calls are enough to call every figure provisional.</summary>
    private const int MostHours = 1_000;

    public static SqlStatement Compile(AnalyticsQuery query, Dialect dialect)
    {
        var sql = new SqlBuilder(dialect, query.Tenant);
        var (start, end) = (sql.Add(SqlType.Instant, query.Range.Start), sql.Add(SqlType.Instant, query.Range.End));
        return sql.Build(
            $"SELECT min(started_at)\nFROM {sql.Rows(FactTable.Calls)} AS c\n" +
            $"WHERE ended_at IS NULL AND started_at >= {start} AND started_at < {end}\n" +
            $"GROUP BY {dialect.Truncate("hour", "started_at")}\nLIMIT {MostHours}");
    }
}
