-- duckdb
SELECT k0, k1, max(a0) AS a0, max(a1) AS a1
FROM (
SELECT source AS k0, agent_id AS k1, CAST(sum(CASE WHEN created_at <= converted_at THEN date_diff('microsecond', created_at, converted_at) END) AS BIGINT) AS a0, CAST(count(CASE WHEN created_at <= converted_at THEN 1 END) AS BIGINT) AS a1
FROM (SELECT * FROM t_0198f0000000700080000000000000aa.leads WHERE tenant_id = $tenant) AS f
WHERE converted_at >= $p1 AND converted_at < $p2 AND true
GROUP BY 1, 2
) AS parts
GROUP BY k0, k1
LIMIT 200001;
--   tenant: Identity 0198f000-0000-7000-8000-0000000000aa
--   p1: Instant 2026-03-27T23:00:00.0000000Z
--   p2: Instant 2026-03-30T22:00:00.0000000Z

-- clickhouse
SELECT k0, k1, max(a0) AS a0, max(a1) AS a1
FROM (
SELECT source AS k0, agent_id AS k1, CAST(sumOrNull(CASE WHEN created_at <= converted_at THEN dateDiff('microsecond', created_at, converted_at) END) AS Nullable(Int64)) AS a0, CAST(count(CASE WHEN created_at <= converted_at THEN 1 END) AS Nullable(Int64)) AS a1
FROM (SELECT * FROM leads WHERE tenant_id = {tenant:UUID}) AS f
WHERE converted_at >= {p1:DateTime64(6, 'UTC')} AND converted_at < {p2:DateTime64(6, 'UTC')} AND true
GROUP BY 1, 2
) AS parts
GROUP BY k0, k1
LIMIT 200001;
--   tenant: Identity 0198f000-0000-7000-8000-0000000000aa
--   p1: Instant 2026-03-27T23:00:00.0000000Z
--   p2: Instant 2026-03-30T22:00:00.0000000Z

