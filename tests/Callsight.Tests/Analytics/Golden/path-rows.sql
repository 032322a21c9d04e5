-- duckdb
SELECT lead_id AS entity, date_diff('microsecond', $p2, occurred_at) AS at, (CASE WHEN false THEN 1 ELSE 0 END) + (CASE WHEN (type = $p1 AND true) THEN 2 ELSE 0 END) AS matched, type AS v0
FROM (SELECT * FROM t_0198f0000000700080000000000000aa.events WHERE tenant_id = $tenant UNION ALL BY NAME SELECT * FROM hot.events WHERE tenant_id = $tenant) AS e
WHERE occurred_at >= $p3 AND occurred_at < $p4 AND lead_id IS NOT NULL
ORDER BY lead_id, occurred_at, sequence;
--   tenant: Identity 0198f000-0000-7000-8000-0000000000aa
--   p1: Text noise
--   p2: Instant 1970-01-01T00:00:00.0000000Z
--   p3: Instant 2026-03-27T23:00:00.0000000Z
--   p4: Instant 2026-04-06T22:00:00.0000000Z

-- clickhouse
SELECT lead_id AS entity, dateDiff('microsecond', {p2:DateTime64(6, 'UTC')}, occurred_at) AS at, (CASE WHEN false THEN 1 ELSE 0 END) + (CASE WHEN (type = {p1:String} AND true) THEN 2 ELSE 0 END) AS matched, type AS v0
FROM (SELECT * FROM events WHERE tenant_id = {tenant:UUID}) AS e
WHERE occurred_at >= {p3:DateTime64(6, 'UTC')} AND occurred_at < {p4:DateTime64(6, 'UTC')} AND lead_id IS NOT NULL
ORDER BY lead_id, occurred_at, sequence;
--   tenant: Identity 0198f000-0000-7000-8000-0000000000aa
--   p1: Text noise
--   p2: Instant 1970-01-01T00:00:00.0000000Z
--   p3: Instant 2026-03-27T23:00:00.0000000Z
--   p4: Instant 2026-04-06T22:00:00.0000000Z

