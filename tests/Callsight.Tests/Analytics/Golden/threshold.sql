-- duckdb
SELECT max(a0) AS a0, max(a1) AS a1, max(a2) AS a2, max(a3) AS a3
FROM (
SELECT CAST(count(CASE WHEN direction = $p3 AND is_answered = true AND wait_ms IS NOT NULL AND wait_ms <= $p4 THEN 1 END) AS BIGINT) AS a0, CAST(count(CASE WHEN direction = $p3 AND status = $p5 AND wait_ms IS NOT NULL AND wait_ms <= $p6 THEN 1 END) AS BIGINT) AS a1, CAST(count(CASE WHEN direction = $p3 AND is_answered = true AND wait_ms IS NOT NULL THEN 1 END) AS BIGINT) AS a2, CAST(count(CASE WHEN direction = $p3 AND status = $p5 AND wait_ms IS NOT NULL THEN 1 END) AS BIGINT) AS a3
FROM (SELECT * FROM t_0198f0000000700080000000000000aa.calls WHERE tenant_id = $tenant) AS f
WHERE started_at >= $p1 AND started_at < $p2 AND true
) AS parts;
--   tenant: Identity 0198f000-0000-7000-8000-0000000000aa
--   p1: Instant 2026-03-27T23:00:00.0000000Z
--   p2: Instant 2026-03-30T22:00:00.0000000Z
--   p3: Text inbound
--   p4: Whole 30000
--   p5: Text abandoned
--   p6: Whole 5000

-- clickhouse
SELECT max(a0) AS a0, max(a1) AS a1, max(a2) AS a2, max(a3) AS a3
FROM (
SELECT CAST(count(CASE WHEN direction = {p3:String} AND is_answered = true AND wait_ms IS NOT NULL AND wait_ms <= {p4:Int64} THEN 1 END) AS Nullable(Int64)) AS a0, CAST(count(CASE WHEN direction = {p3:String} AND status = {p5:String} AND wait_ms IS NOT NULL AND wait_ms <= {p6:Int64} THEN 1 END) AS Nullable(Int64)) AS a1, CAST(count(CASE WHEN direction = {p3:String} AND is_answered = true AND wait_ms IS NOT NULL THEN 1 END) AS Nullable(Int64)) AS a2, CAST(count(CASE WHEN direction = {p3:String} AND status = {p5:String} AND wait_ms IS NOT NULL THEN 1 END) AS Nullable(Int64)) AS a3
FROM (SELECT * FROM calls WHERE tenant_id = {tenant:UUID}) AS f
WHERE started_at >= {p1:DateTime64(6, 'UTC')} AND started_at < {p2:DateTime64(6, 'UTC')} AND true
) AS parts;
--   tenant: Identity 0198f000-0000-7000-8000-0000000000aa
--   p1: Instant 2026-03-27T23:00:00.0000000Z
--   p2: Instant 2026-03-30T22:00:00.0000000Z
--   p3: Text inbound
--   p4: Whole 30000
--   p5: Text abandoned
--   p6: Whole 5000

