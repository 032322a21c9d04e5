-- duckdb
SELECT max(a0) AS a0
FROM (
SELECT CAST(count(1) AS BIGINT) AS a0
FROM (SELECT * FROM t_0198f0000000700080000000000000aa.leads WHERE tenant_id = $tenant) AS f
WHERE created_at >= $p7 AND created_at < $p8 AND (coalesce(list_contains(tags, $p1), false) OR (NOT coalesce(length(tags) > 0, false)) OR coalesce(starts_with(translate(CASE WHEN json_type(properties, $p2) = 'VARCHAR' THEN json_extract_string(properties, $p2) END, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'), $p3), false) OR coalesce(CASE WHEN json_type(properties, $p4) IN ('UBIGINT', 'BIGINT', 'DOUBLE', 'HUGEINT') THEN TRY_CAST(json_extract_string(properties, $p4) AS DOUBLE) END > $p5, false) OR coalesce(CASE WHEN json_type(properties, $p6) = 'BOOLEAN' THEN json_extract_string(properties, $p6) = 'true' END = false, false) OR (CASE WHEN json_extract_string(properties, $p2) LIKE '%.0' AND json_type(properties, $p2) = 'DOUBLE' THEN left(json_extract_string(properties, $p2), -2) ELSE json_extract_string(properties, $p2) END IS NOT NULL))
) AS parts;
--   tenant: Identity 0198f000-0000-7000-8000-0000000000aa
--   p1: Text vip
--   p2: Text /plan
--   p3: Text pro
--   p4: Text /seats
--   p5: Number 10
--   p6: Text /trial
--   p7: Instant 2026-03-27T23:00:00.0000000Z
--   p8: Instant 2026-03-30T22:00:00.0000000Z

-- clickhouse
SELECT max(a0) AS a0
FROM (
SELECT CAST(count(1) AS Nullable(Int64)) AS a0
FROM (SELECT * FROM leads WHERE tenant_id = {tenant:UUID}) AS f
WHERE created_at >= {p7:DateTime64(6, 'UTC')} AND created_at < {p8:DateTime64(6, 'UTC')} AND (coalesce(has(tags, {p1:String}), false) OR (NOT coalesce(length(tags) > 0, false)) OR coalesce(startsWith(lower(if(JSONType(properties, {p2:String}) = 'String', JSONExtractString(properties, {p2:String}), NULL)), {p3:String}), false) OR coalesce(if(JSONType(properties, {p4:String}) IN ('Int64', 'UInt64', 'Double'), JSONExtractFloat(properties, {p4:String}), NULL) > {p5:Float64}, false) OR coalesce(if(JSONType(properties, {p6:String}) = 'Bool', JSONExtractBool(properties, {p6:String}), NULL) = false, false) OR (if(JSONType(properties, {p2:String}) != 'Null', JSONExtractString(properties, {p2:String}), NULL) IS NOT NULL))
) AS parts;
--   tenant: Identity 0198f000-0000-7000-8000-0000000000aa
--   p1: Text vip
--   p2: Text plan
--   p3: Text pro
--   p4: Text seats
--   p5: Number 10
--   p6: Text trial
--   p7: Instant 2026-03-27T23:00:00.0000000Z
--   p8: Instant 2026-03-30T22:00:00.0000000Z

