using Callsight.Analytics.Schema;

namespace Callsight.Analytics.Dialects;

/// <summary>ClickHouse: one table for all tenants, sorted by tenant first.</summary>
/// <remarks>Needs no setting to differ from the server's defaults. What may be absent is Nullable, or an aggregate would answer 0.</remarks>
public sealed class ClickHouseDialect : Dialect
{
    public override string Name => "clickhouse";

    public override string Parameter(string name, SqlType type) => $"{{{name}:{TypeName(type)}}}";

    public override string Rows(FactTable table, TenantId tenant, string tenantParameter) =>
        $"(SELECT * FROM {table.Name} WHERE {FactTable.TenantColumn} = {tenantParameter})";

    public override string Microseconds(string from, string to) => $"dateDiff('microsecond', {from}, {to})";

    public override string AddSeconds(string instant, string seconds) => $"addSeconds({instant}, {seconds})";

    public override string AddMilliseconds(string instant, string milliseconds) => $"addMilliseconds({instant}, {milliseconds})";

    // Comes back as a day or with whole seconds, which would not compare with the other instants.
    public override string Truncate(string unit, string instant) =>
        $"toDateTime64(date_trunc('{unit}', {instant}), 6, 'UTC')";

    public override string SecondOfDay(string instant) =>
        $"toInt64(toHour({instant}) * 3600 + toMinute({instant}) * 60 + toSecond({instant}))";

    public override string IsoWeekday(string instant) => $"toDayOfWeek({instant})";

    public override string PropertyText(string column, string name) =>
        $"if(JSONType({column}, {name}) = 'String', JSONExtractString({column}, {name}), NULL)";

    public override string PropertyNumber(string column, string name) =>
        $"if(JSONType({column}, {name}) IN ('Int64', 'UInt64', 'Double'), JSONExtractFloat({column}, {name}), NULL)";

    public override string PropertyTruth(string column, string name) =>
        $"if(JSONType({column}, {name}) = 'Bool', JSONExtractBool({column}, {name}), NULL)";

    // The type of a property that is absent, or null, is Null.
    public override string PropertyAny(string column, string name) =>
        $"if(JSONType({column}, {name}) != 'Null', JSONExtractString({column}, {name}), NULL)";

    public override string ListHolds(string list, string text) => $"has({list}, {text})";

    public override string TextTest(string kind, string text, string part) => kind switch
    {
        "contains" => $"position({text}, {part}) > 0",
        "starts_with" => $"startsWith({text}, {part})",
        _ => $"endsWith({text}, {part})",
    };

    public override string Quantile(string value, string fraction) => $"quantileExactInclusive({fraction})({value})";

    public override string Cast(string expression, SqlType type) => $"CAST({expression} AS {NullableName(type)})";

    // lower() folds A to Z only; lowerUTF8() would fold the rest.
    public override string LowerAscii(string text) => $"lower({text})";

    public override string PropertyReference(string name) => name;

    public override string BucketRows(string keys, string starts, string ends) =>
        "SELECT edges.1 AS bucket, edges.2 AS bucket_start, edges.3 AS bucket_end " +
        $"FROM (SELECT arrayJoin(arrayZip({keys}, {starts}, {ends})) AS edges)";

    public override string Null(SqlType type) => $"CAST(NULL AS {NullableName(type)})";

    // count(DISTINCT ...) is exact or not by a setting of the server.
    public override string CountDistinct(string value) => $"uniqExact({value})";

    public override string Sum(string value) => $"sumOrNull({value})";

    internal static string NullableName(SqlType type) =>
        type is SqlType.Texts or SqlType.Identities or SqlType.Instants ? TypeName(type) : $"Nullable({TypeName(type)})";

    internal static string TypeName(SqlType type) => type switch
    {
        SqlType.Text or SqlType.Json => "String",
        SqlType.Whole => "Int64",
        SqlType.Number => "Float64",
        SqlType.Money => "Decimal(18, 4)",
        SqlType.MoneySum => "Decimal(38, 4)",
        SqlType.Truth => "Bool",
        SqlType.Instant => "DateTime64(6, 'UTC')",
        SqlType.Day => "Date32",
        SqlType.Identity => "UUID",
        SqlType.Texts => "Array(String)",
        SqlType.Instants => "Array(DateTime64(6, 'UTC'))",
        _ => "Array(UUID)",
    };
}
