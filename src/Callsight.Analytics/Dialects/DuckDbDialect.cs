using Callsight.Analytics.Schema;

namespace Callsight.Analytics.Dialects;

/// <summary>DuckDB: settled events in a schema of the tenant's own, fresh ones in a table all tenants share.</summary>
/// <param name="promoted">The properties of the tenant's events that have a column, each with its name; null for none.</param>
/// <param name="missed">Told of properties of events that are asked for and have none.</param>
public sealed class DuckDbDialect(IReadOnlyDictionary<string, string>? promoted = null, Action<string>? missed = null) : Dialect
{
    public override string Name => "duckdb";

    /// <summary>The schema that holds a tenant's tables. Made of hexadecimal digits only, so it needs no quoting.</summary>
    public static string SchemaOf(TenantId tenant) => $"t_{tenant.Value:n}";

    public override string Parameter(string name, SqlType type) => $"${name}";

    public override string Rows(FactTable table, TenantId tenant, string tenantParameter)
    {
        var own = $"SELECT * FROM {SchemaOf(tenant)}.{table.Name} WHERE tenant_id = {tenantParameter}";
        // By name: the tenant's own table may have more columns.
        return table == FactTable.Events
            ? $"({own} UNION ALL BY NAME SELECT * FROM hot.{table.Name} WHERE tenant_id = {tenantParameter})"
            : $"({own})";
    }

    public override string Rows(FactTable table, TenantId tenant, string tenantParameter, Func<SqlType, object, string> add)
    {
        if (table != FactTable.Events || promoted is not { Count: > 0 })
            return Rows(table, tenant, tenantParameter);
        // Fresh events have no columns yet.
        var values = promoted.OrderBy(p => p.Value, StringComparer.Ordinal)
            .Select(p => (p.Value, Pointer: add(SqlType.Text, Pointer(p.Key))))
            .Select(p => $", {PromotedText(p.Pointer)} AS {p.Value}, {PromotedKind(p.Pointer)} AS {p.Value}_kind");
        return $"(SELECT * FROM {SchemaOf(tenant)}.{table.Name} WHERE tenant_id = {tenantParameter} UNION ALL BY NAME " +
            $"SELECT *{string.Concat(values)} FROM hot.{table.Name} WHERE tenant_id = {tenantParameter})";
    }

    public override string? PropertyColumn(FactTable table, string property, PropertyAs kind)
    {
        if (table != FactTable.Events)
            return null;
        if (promoted is null || !promoted.TryGetValue(property, out var column))
        {
            missed?.Invoke(property);
            return null;
        }

        return kind switch
        {
            PropertyAs.Any => column,
            PropertyAs.Text => $"CASE WHEN {column}_kind = 's' THEN {column} END",
            PropertyAs.Number => $"CASE WHEN {column}_kind = 'n' THEN TRY_CAST({column} AS DOUBLE) END",
            _ => $"CASE WHEN {column}_kind = 'b' THEN {column} = 'true' END",
        };
    }

    /// <summary>What the column of a property holds: its text, as in breakdowns.</summary>
    internal static string PromotedText(string pointer) => AsText("properties", pointer);

    /// <summary>And what kind of value that was: s for text, n for a number, b for true or false, o for anything else.</summary>
    internal static string PromotedKind(string pointer) =>
        $"CASE json_type(properties, {pointer}) WHEN 'VARCHAR' THEN 's' WHEN 'BOOLEAN' THEN 'b' WHEN 'UBIGINT' THEN 'n' " +
        "WHEN 'BIGINT' THEN 'n' WHEN 'DOUBLE' THEN 'n' WHEN 'HUGEINT' THEN 'n' ELSE 'o' END";

    public override string Microseconds(string from, string to) => $"date_diff('microsecond', {from}, {to})";

    // Whole numbers: adding an interval to each of millions of instants takes a third longer.
    public override string AddSeconds(string instant, string seconds) => $"make_timestamp(epoch_us({instant}) + {seconds} * 1000000)";

    public override string AddMilliseconds(string instant, string milliseconds) => $"{instant} + to_milliseconds({milliseconds})";

    public override string Truncate(string unit, string instant) => $"CAST(date_trunc('{unit}', {instant}) AS TIMESTAMP)";

    public override string SecondOfDay(string instant) => $"date_diff('second', date_trunc('day', {instant}), {instant})";

    public override string IsoWeekday(string instant) => $"isodow({instant})";

    public override string PropertyText(string column, string name) =>
        $"CASE WHEN json_type({column}, {name}) = 'VARCHAR' THEN json_extract_string({column}, {name}) END";

    public override string PropertyNumber(string column, string name) =>
        $"CASE WHEN json_type({column}, {name}) IN ('UBIGINT', 'BIGINT', 'DOUBLE', 'HUGEINT') " +
        $"THEN TRY_CAST(json_extract_string({column}, {name}) AS DOUBLE) END";

    public override string PropertyTruth(string column, string name) =>
        $"CASE WHEN json_type({column}, {name}) = 'BOOLEAN' " +
        $"THEN json_extract_string({column}, {name}) = 'true' END";

    // 1.0 and 1 are one number, and so one group.
    public override string PropertyAny(string column, string name) => AsText(column, name);

    private static string AsText(string column, string name) =>
        $"CASE WHEN json_extract_string({column}, {name}) LIKE '%.0' AND json_type({column}, {name}) = 'DOUBLE' " +
        $"THEN left(json_extract_string({column}, {name}), -2) ELSE json_extract_string({column}, {name}) END";

    public override string ListHolds(string list, string text) => $"list_contains({list}, {text})";

    public override string TextTest(string kind, string text, string part) => kind switch
    {
        "contains" => $"contains({text}, {part})",
        "starts_with" => $"starts_with({text}, {part})",
        _ => $"ends_with({text}, {part})",
    };

    public override string Quantile(string value, string fraction) => $"quantile_cont({value}, {fraction})";

    public override string Cast(string expression, SqlType type) => $"CAST({expression} AS {TypeName(type)})";

    // lower() would change letters beyond ASCII, which the evaluator in memory does not.
    public override string LowerAscii(string text) =>
        $"translate({text}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')";

    public override string PropertyReference(string name) => Pointer(name);

    internal static string Pointer(string name) =>
        "/" + name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    public override string BucketRows(string keys, string starts, string ends) =>
        $"SELECT unnest({keys}) AS bucket, unnest({starts}) AS bucket_start, unnest({ends}) AS bucket_end";

    public override string Null(SqlType type) => $"CAST(NULL AS {TypeName(type)})";

    public override string CountDistinct(string value) => $"count(DISTINCT {value})";

    public override string Sum(string value) => $"sum({value})";

    internal static string TypeName(SqlType type) => type switch
    {
        SqlType.Text or SqlType.Json => "VARCHAR",
        SqlType.Whole => "BIGINT",
        SqlType.Number => "DOUBLE",
        SqlType.Money => "DECIMAL(18,4)",
        SqlType.MoneySum => "DECIMAL(38,4)",
        SqlType.Truth => "BOOLEAN",
        SqlType.Instant => "TIMESTAMP",
        SqlType.Day => "DATE",
        SqlType.Identity => "UUID",
        SqlType.Texts => "VARCHAR[]",
        SqlType.Instants => "TIMESTAMP[]",
        _ => "UUID[]",
    };
}
