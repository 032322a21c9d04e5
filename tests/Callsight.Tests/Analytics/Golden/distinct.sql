-- duckdb
SELECT k0, max(a0) AS a0
FROM (
SELECT CASE WHEN occurred_at < $p5 THEN CAST(date_trunc('day', make_timestamp(epoch_us(occurred_at) + $p3 * 1000000)) AS TIMESTAMP) ELSE CAST(date_trunc('day', make_timestamp(epoch_us(occurred_at) + $p4 * 1000000)) AS TIMESTAMP) END AS k0, CAST(count(DISTINCT user_id) AS BIGINT) AS a0
FROM (SELECT * FROM t_0198f0000000700080000000000000aa.events WHERE tenant_id = $tenant UNION ALL BY NAME SELECT * FROM hot.events WHERE tenant_id = $tenant) AS f
WHERE occurred_at >= $p1 AND occurred_at < $p2 AND true
GROUP BY 1
) AS parts
GROUP BY k0
LIMIT 200001;
--   tenant: Identity 0198f000-0000-7000-8000-0000000000aa
--   p1: Instant 2026-03-27T23:00:00.0000000Z
--   p2: Instant 2026-03-30T22:00:00.0000000Z
--   p3: Whole 3600
--   p4: Whole 7200
--   p5: Instant 2026-03-29T01:00:00.0000000Z

-- clickhouse
SELECT k0, max(a0) AS a0
FROM (
SELECT CASE WHEN occurred_at < {p5:DateTime64(6, 'UTC')} THEN toDateTime64(date_trunc('day', addSeconds(occurred_at, {p3:Int64})), 6, 'UTC') ELSE toDateTime64(date_trunc('day', addSeconds(occurred_at, {p4:Int64})), 6, 'UTC') END AS k0, CAST(uniqExact(user_id) AS Nullable(Int64)) AS a0
FROM (SELECT * FROM events WHERE tenant_id = {tenant:UUID}) AS f
WHERE occurred_at >= {p1:DateTime64(6, 'UTC')} AND occurred_at < {p2:DateTime64(6, 'UTC')} AND true
GROUP BY 1
) AS parts
GROUP BY k0
LIMIT 200001;
--   tenant: Identity 0198f000-0000-7000-8000-0000000000aa
--   p1: Instant 2026-03-27T23:00:00.0000000Z
--   p2: Instant 2026-03-30T22:00:00.0000000Z
--   p3: Whole 3600
--   p4: Whole 7200
--   p5: Instant 2026-03-29T01:00:00.0000000Z

