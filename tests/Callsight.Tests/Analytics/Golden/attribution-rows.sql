-- duckdb
SELECT lead_id AS entity, date_diff('microsecond', $p4, occurred_at) AS at, (CASE WHEN (type = $p1 AND true) THEN 1 ELSE 0 END) + (CASE WHEN (type = $p3 AND coalesce(channel = $p2, false)) THEN 2 ELSE 0 END) AS matched, CASE WHEN json_extract_string(properties, $p7) LIKE '%.0' AND json_type(properties, $p7) = 'DOUBLE' THEN left(json_extract_string(properties, $p7), -2) ELSE json_extract_string(properties, $p7) END AS v0, amount AS v1
FROM (SELECT * FROM t_0198f0000000700080000000000000aa.events WHERE tenant_id = $tenant UNION ALL BY NAME SELECT * FROM hot.events WHERE tenant_id = $tenant) AS e
WHERE occurred_at >= $p5 AND occurred_at < $p6 AND lead_id IS NOT NULL AND ((type = $p1 AND true) OR (type = $p3 AND coalesce(channel = $p2, false)))
ORDER BY lead_id, occurred_at, sequence;
--   tenant: Identity 0198f000-0000-7000-8000-0000000000aa
--   p1: Text lead_converted
--   p2: Text ads
--   p3: Text visit
--   p4: Instant 1970-01-01T00:00:00.0000000Z
--   p5: Instant 2026-02-25T23:00:00.0000000Z
--   p6: Instant 2026-03-30T22:00:00.0000000Z
--   p7: Text /it's; DROP TABLE events --

-- clickhouse
SELECT lead_id AS entity, dateDiff('microsecond', {p4:DateTime64(6, 'UTC')}, occurred_at) AS at, (CASE WHEN (type = {p1:String} AND true) THEN 1 ELSE 0 END) + (CASE WHEN (type = {p3:String} AND coalesce(channel = {p2:String}, false)) THEN 2 ELSE 0 END) AS matched, if(JSONType(properties, {p7:String}) != 'Null', JSONExtractString(properties, {p7:String}), NULL) AS v0, amount AS v1
FROM (SELECT * FROM events WHERE tenant_id = {tenant:UUID}) AS e
WHERE occurred_at >= {p5:DateTime64(6, 'UTC')} AND occurred_at < {p6:DateTime64(6, 'UTC')} AND lead_id IS NOT NULL AND ((type = {p1:String} AND true) OR (type = {p3:String} AND coalesce(channel = {p2:String}, false)))
ORDER BY lead_id, occurred_at, sequence;
--   tenant: Identity 0198f000-0000-7000-8000-0000000000aa
--   p1: Text lead_converted
--   p2: Text ads
--   p3: Text visit
--   p4: Instant 1970-01-01T00:00:00.0000000Z
--   p5: Instant 2026-02-25T23:00:00.0000000Z
--   p6: Instant 2026-03-30T22:00:00.0000000Z
--   p7: Text it's; DROP TABLE events --

