-- duckdb
SELECT k0, max(a0) AS a0, max(a1) AS a1
FROM (
SELECT queue_id AS k0, CAST(quantile_cont(CASE WHEN is_answered = true THEN coalesce(talk_ms, 0) + coalesce(hold_ms, 0) + coalesce(wrap_up_ms, 0) END, 0.9) AS DOUBLE) AS a0, CAST(NULL AS BIGINT) AS a1
FROM (SELECT * FROM t_0198f0000000700080000000000000aa.calls WHERE tenant_id = $tenant) AS f
WHERE ended_at >= $p1 AND ended_at < $p2 AND true
GROUP BY 1
UNION ALL
SELECT queue_id AS k0, CAST(NULL AS DOUBLE) AS a0, CAST(max(CASE WHEN direction = $p3 THEN wait_ms END) AS BIGINT) AS a1
FROM (SELECT * FROM t_0198f0000000700080000000000000aa.calls WHERE tenant_id = $tenant) AS f
WHERE started_at >= $p1 AND started_at < $p2 AND true
GROUP BY 1
) AS parts
GROUP BY k0
LIMIT 200001;
--   tenant: Identity 0198f000-0000-7000-8000-0000000000aa
--   p1: Instant 2026-03-27T23:00:00.0000000Z
--   p2: Instant 2026-03-30T22:00:00.0000000Z
--   p3: Text inbound

-- clickhouse
SELECT k0, max(a0) AS a0, max(a1) AS a1
FROM (
SELECT queue_id AS k0, CAST(quantileExactInclusive(0.9)(CASE WHEN is_answered = true THEN coalesce(talk_ms, 0) + coalesce(hold_ms, 0) + coalesce(wrap_up_ms, 0) END) AS Nullable(Float64)) AS a0, CAST(NULL AS Nullable(Int64)) AS a1
FROM (SELECT * FROM calls WHERE tenant_id = {tenant:UUID}) AS f
WHERE ended_at >= {p1:DateTime64(6, 'UTC')} AND ended_at < {p2:DateTime64(6, 'UTC')} AND true
GROUP BY 1
UNION ALL
SELECT queue_id AS k0, CAST(NULL AS Nullable(Float64)) AS a0, CAST(max(CASE WHEN direction = {p3:String} THEN wait_ms END) AS Nullable(Int64)) AS a1
FROM (SELECT * FROM calls WHERE tenant_id = {tenant:UUID}) AS f
WHERE started_at >= {p1:DateTime64(6, 'UTC')} AND started_at < {p2:DateTime64(6, 'UTC')} AND true
GROUP BY 1
) AS parts
GROUP BY k0
LIMIT 200001;
--   tenant: Identity 0198f000-0000-7000-8000-0000000000aa
--   p1: Instant 2026-03-27T23:00:00.0000000Z
--   p2: Instant 2026-03-30T22:00:00.0000000Z
--   p3: Text inbound

