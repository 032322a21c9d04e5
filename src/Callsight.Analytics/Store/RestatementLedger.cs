using Callsight.Analytics.Dialects;
using Callsight.Analytics.Metrics;
using Callsight.Analytics.Querying;
using Callsight.Analytics.Rollups;
using Callsight.Analytics.Schema;
using DuckDB.NET.Data;

namespace Callsight.Analytics.Store;

/// <summary>Writes down figures of days that had been taken as final and were changed all the same.</summary>
/// <remarks>A day counts as final when it was counted long enough after it was over. One that had nothing before is no restatement.</remarks>
internal sealed class RestatementLedger
{
    private const string Table = "restatements";

    private static readonly Rollup Days = Rollup.All[0];

    private readonly TenantId tenant;
    private readonly DayRange days;
    private readonly Dictionary<DateOnly, IReadOnlyDictionary<Aggregate, decimal?>> before;

    private RestatementLedger(TenantId tenant, DayRange days, Dictionary<DateOnly, IReadOnlyDictionary<Aggregate, decimal?>> before) =>
        (this.tenant, this.days, this.before) = (tenant, days, before);

    public static string Ddl(string schema) =>
        $"CREATE TABLE IF NOT EXISTS {schema}.{Table} (tenant_id UUID NOT NULL, day DATE NOT NULL, metric VARCHAR NOT NULL, " +
        "metric_version INTEGER NOT NULL, before_value DECIMAL(38,6), after_value DECIMAL(38,6), restated_at TIMESTAMP NOT NULL);\n";

    /// <summary>The final figures of the days, as they are before the days are counted anew.</summary>
    public static async Task<RestatementLedger> BeforeAsync(
        DuckDBConnection connection, TenantId tenant, TenantZone zone, DayRange days, CancellationToken ct)
    {
        var final = (await ReadAsync(connection, tenant, days, ct))
            .Where(row => row.BuiltAt >= zone.StartOfDay(row.Day.AddDays(1)) + Provisional.LateFor);
        return new RestatementLedger(tenant, days, final.ToDictionary(row => row.Day, row => row.Values));
    }

    /// <summary>Writes down what differs now.</summary>
    public async Task AfterAsync(DuckDBConnection connection, DateTimeOffset now, CancellationToken ct)
    {
        if (before.Count == 0)
            return;
        // Events that were deleted on purpose restate nothing.
        var forgotten = await ForgetEvents.BeforeAsync(connection, tenant, ct);
        var after = (await ReadAsync(connection, tenant, days, ct)).ToDictionary(row => row.Day, row => row.Values);
        var nothing = Days.Aggregates.ToDictionary(a => a, _ => (decimal?)null);
        foreach (var (day, values) in before)
            foreach (var metric in MetricCatalogue.All.Where(m => m.Aggregates.All(Days.Aggregates.Contains)))
            {
                if (day < forgotten && IsOfEvents(metric))
                    continue;
                var (was, value) = (Rounded(metric, values), Rounded(metric, after.GetValueOrDefault(day) ?? nothing));
                if (was != value)
                    await DuckDbFile.ExecuteAsync(connection,
                        $"INSERT INTO {DuckDbDialect.SchemaOf(tenant)}.{Table} " +
                        "VALUES ($tenant, $day, $metric, $version, $old, $new, $at)", ct,
                        ("tenant", tenant.Value), ("day", day), ("metric", metric.Key), ("version", metric.Version),
                        ("old", was is { } old ? old : DBNull.Value), ("new", value is { } fresh ? fresh : DBNull.Value),
                        ("at", now.UtcDateTime));
            }
    }

    private static bool IsOfEvents(Metric metric) => metric.Aggregates.Any(a => a.Fact == Facts.Events);

    public static async Task<IReadOnlyList<Restatement>> ReadAsync(
        DuckDBConnection connection, TenantId tenant, DayRange days, string? metric, int limit, CancellationToken ct)
    {
        var rows = await DuckDbReading.ReadAsync(connection, new SqlStatement(
            "SELECT day, metric, metric_version, before_value, after_value, restated_at " +
            $"FROM {DuckDbDialect.SchemaOf(tenant)}.{Table} WHERE tenant_id = $tenant AND day >= $first AND day <= $last " +
            $"AND ($metric IS NULL OR metric = $metric) ORDER BY restated_at DESC, day DESC, metric LIMIT {limit}",
            [
                new("tenant", SqlType.Identity, tenant.Value), new("first", SqlType.Day, days.First), new("last", SqlType.Day, days.Last),
                new("metric", SqlType.Text, metric),
            ]), ct);
        return [.. rows.Rows.Select(r => new Restatement((DateOnly)r[0]!, (string)r[1]!, (int)r[2]!, (decimal?)r[3], (decimal?)r[4],
            SqlValues.Instant(r[5])!.Value))];
    }

    private static decimal? Rounded(Metric metric, IReadOnlyDictionary<Aggregate, decimal?> values) =>
        Figures.Of(metric, values).Value is { } value ? Math.Round(value, 6) : null;

    private static async Task<List<(DateOnly Day, DateTimeOffset BuiltAt, IReadOnlyDictionary<Aggregate, decimal?> Values)>> ReadAsync(
        DuckDBConnection connection, TenantId tenant, DayRange days, CancellationToken ct)
    {
        var columns = string.Join(", ", Days.Aggregates.Select(AggregateText.ColumnOf));
        var rows = await DuckDbReading.ReadAsync(connection, new SqlStatement(
            $"SELECT day, built_at, {columns} FROM {DuckDbDialect.SchemaOf(tenant)}.{Days.Table.Name} " +
            "WHERE tenant_id = $tenant AND day >= $first AND day <= $last",
            [
                new("tenant", SqlType.Identity, tenant.Value), new("first", SqlType.Day, days.First), new("last", SqlType.Day, days.Last),
            ]), ct);
        return [.. rows.Rows.Select(r => ((DateOnly)r[0]!, SqlValues.Instant(r[1])!.Value, Values(r)))];
    }

    private static Dictionary<Aggregate, decimal?> Values(object?[] row) => Days.Aggregates
        .Select((a, i) => (a, Value: SqlValues.Figure(row[i + 2]) * a.Scale))
        .ToDictionary(v => v.a, v => v.Value);
}
