-- duckdb
SELECT max(a0) AS a0
FROM (
SELECT CAST(count(1) AS BIGINT) AS a0
FROM (SELECT * FROM t_0198f0000000700080000000000000aa.calls WHERE tenant_id = $tenant) AS f
WHERE started_at >= $p1 AND started_at < $p2 AND true
) AS parts;
--   tenant: Identity 0198f000-0000-7000-8000-0000000000aa
--   p1: Instant 2026-03-27T23:00:00.0000000Z
--   p2: Instant 2026-03-30T22:00:00.0000000Z

-- clickhouse
SELECT max(a0) AS a0
FROM (
SELECT CAST(count(1) AS Nullable(Int64)) AS a0
FROM (SELECT * FROM calls WHERE tenant_id = {tenant:UUID}) AS f
WHERE started_at >= {p1:DateTime64(6, 'UTC')} AND started_at < {p2:DateTime64(6, 'UTC')} AND true
) AS parts;
--   tenant: Identity 0198f000-0000-7000-8000-0000000000aa
--   p1: Instant 2026-03-27T23:00:00.0000000Z
--   p2: Instant 2026-03-30T22:00:00.0000000Z

