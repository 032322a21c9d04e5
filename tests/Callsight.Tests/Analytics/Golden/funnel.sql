-- duckdb
SELECT lead_id AS entity, date_diff('microsecond', $p4, occurred_at) AS at, (CASE WHEN (type = $p1 AND true) THEN 1 ELSE 0 END) + (CASE WHEN (type = $p2 AND true) THEN 2 ELSE 0 END) + (CASE WHEN (type = $p3 AND true) THEN 4 ELSE 0 END) AS matched
FROM (SELECT * FROM t_0198f0000000700080000000000000aa.events WHERE tenant_id = $tenant UNION ALL BY NAME SELECT * FROM hot.events WHERE tenant_id = $tenant) AS e
WHERE occurred_at >= $p5 AND occurred_at < $p6 AND lead_id IS NOT NULL AND ((type = $p1 AND true) OR (type = $p2 AND true) OR (type = $p3 AND true))
ORDER BY lead_id, occurred_at, sequence;
--   tenant: Identity 0198f000-0000-7000-8000-0000000000aa
--   p1: Text lead_created
--   p2: Text lead_contacted
--   p3: Text lead_converted
--   p4: Instant 1970-01-01T00:00:00.0000000Z
--   p5: Instant 2026-03-27T23:00:00.0000000Z
--   p6: Instant 2026-04-29T22:00:00.0000000Z

-- clickhouse
SELECT lead_id AS entity, dateDiff('microsecond', {p4:DateTime64(6, 'UTC')}, occurred_at) AS at, (CASE WHEN (type = {p1:String} AND true) THEN 1 ELSE 0 END) + (CASE WHEN (type = {p2:String} AND true) THEN 2 ELSE 0 END) + (CASE WHEN (type = {p3:String} AND true) THEN 4 ELSE 0 END) AS matched
FROM (SELECT * FROM events WHERE tenant_id = {tenant:UUID}) AS e
WHERE occurred_at >= {p5:DateTime64(6, 'UTC')} AND occurred_at < {p6:DateTime64(6, 'UTC')} AND lead_id IS NOT NULL AND ((type = {p1:String} AND true) OR (type = {p2:String} AND true) OR (type = {p3:String} AND true))
ORDER BY lead_id, occurred_at, sequence;
--   tenant: Identity 0198f000-0000-7000-8000-0000000000aa
--   p1: Text lead_created
--   p2: Text lead_contacted
--   p3: Text lead_converted
--   p4: Instant 1970-01-01T00:00:00.0000000Z
--   p5: Instant 2026-03-27T23:00:00.0000000Z
--   p6: Instant 2026-04-29T22:00:00.0000000Z

