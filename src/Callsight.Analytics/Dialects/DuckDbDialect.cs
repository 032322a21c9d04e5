using Callsight.Analytics.Schema;

namespace Callsight.Analytics.Dialects;

/// <summary>DuckDB: settled events in a schema of the tenant's own, fresh ones in a table all tenants share.</summary>
public sealed class DuckDbDialect : Dialect
{
    public override string Name => "duckdb";

    /// <summary>The schema that holds a tenant's tables. Made of hexadecimal digits only, so it needs no quoting.</summary>
    public static string SchemaOf(TenantId tenant) => $"t_{tenant.Value:n}";

    public override string Parameter(string name, SqlType type) => $"${name}";

    public override string Rows(FactTable table, TenantId tenant, string tenantParameter)
    {
        var own = $"SELECT * FROM {SchemaOf(tenant)}.{table.Name} WHERE tenant_id = {tenantParameter}";
        return table == FactTable.Events
            ? $"({own} UNION ALL SELECT * FROM hot.{table.Name} WHERE tenant_id = {tenantParameter})"
            : $"({own})";
    }

    public override string Microseconds(string from, string to) => $"date_diff('microsecond', {from}, {to})";

    public override string AddSeconds(string instant, string seconds) => $"{instant} + to_seconds({seconds})";

    public override string AddMilliseconds(string instant, string milliseconds) => $"{instant} + to_milliseconds({milliseconds})";

    public override string Truncate(string unit, string instant) => $"CAST(date_trunc('{unit}', {instant}) AS TIMESTAMP)";

    public override string PropertyText(string column, string name) =>
        $"CASE WHEN json_type({column}, {name}) = 'VARCHAR' THEN json_extract_string({column}, {name}) END";

    public override string PropertyNumber(string column, string name) =>
        $"CASE WHEN json_type({column}, {name}) IN ('UBIGINT', 'BIGINT', 'DOUBLE', 'HUGEINT') " +
        $"THEN TRY_CAST(json_extract_string({column}, {name}) AS DOUBLE) END";

    public override string PropertyTruth(string column, string name) =>
        $"CASE WHEN json_type({column}, {name}) = 'BOOLEAN' " +
        $"THEN json_extract_string({column}, {name}) = 'true' END";

    // 1.0 and 1 are one number, and so one group.
    public override string PropertyAny(string column, string name) =>
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

    public override string PropertyReference(string name) =>
        "/" + name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    public override string BucketRows(string keys, string starts, string ends) =>
        $"SELECT unnest({keys}) AS bucket, unnest({starts}) AS bucket_start, unnest({ends}) AS bucket_end";

    public override string Null(SqlType type) => $"CAST(NULL AS {TypeName(type)})";

    public override string CountDistinct(string value) => $"count(DISTINCT {value})";

    public override string Sum(string value) => $"sum({value})";

    public override string TupleWhere(string condition, params IReadOnlyList<string> items) =>
        $"CASE WHEN {condition} THEN {Struct(items)} END";

    public override string HasTuple(string tuple) => $"{tuple} IS NOT NULL";

    public override string TupleItem(string tuple, int item) => $"{tuple}.i{item}";

    public override string FirstTuple(string tuple, string order, string thenOrder) =>
        $"arg_min({tuple}, {Struct([order, thenOrder])}) FILTER (WHERE {HasTuple(tuple)})";

    private static string Struct(IReadOnlyList<string> items) =>
        $"struct_pack({string.Join(", ", items.Select((item, index) => $"i{index + 1} := {item}"))})";

    internal static string TypeName(SqlType type) => type switch
    {
        SqlType.Text or SqlType.Json => "VARCHAR",
        SqlType.Whole => "BIGINT",
        SqlType.Number => "DOUBLE",
        SqlType.Money => "DECIMAL(18,4)",
        SqlType.Truth => "BOOLEAN",
        SqlType.Instant => "TIMESTAMP",
        SqlType.Day => "DATE",
        SqlType.Identity => "UUID",
        SqlType.Texts => "VARCHAR[]",
        SqlType.Instants => "TIMESTAMP[]",
        _ => "UUID[]",
    };
}
