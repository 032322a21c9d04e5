-- duckdb
SELECT k0, max(a0) AS a0
FROM (
SELECT CASE WHEN started_at < $p5 THEN make_timestamp(epoch_us(CAST(date_trunc('hour', make_timestamp(epoch_us(started_at) + $p3 * 1000000)) AS TIMESTAMP)) + -$p3 * 1000000) ELSE make_timestamp(epoch_us(CAST(date_trunc('hour', make_timestamp(epoch_us(started_at) + $p4 * 1000000)) AS TIMESTAMP)) + -$p4 * 1000000) END AS k0, CAST(count(1) AS BIGINT) AS a0
FROM (SELECT * FROM t_0198f0000000700080000000000000aa.calls WHERE tenant_id = $tenant) AS f
WHERE started_at >= $p1 AND started_at < $p2 AND true
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
SELECT CASE WHEN started_at < {p5:DateTime64(6, 'UTC')} THEN addSeconds(toDateTime64(date_trunc('hour', addSeconds(started_at, {p3:Int64})), 6, 'UTC'), -{p3:Int64}) ELSE addSeconds(toDateTime64(date_trunc('hour', addSeconds(started_at, {p4:Int64})), 6, 'UTC'), -{p4:Int64}) END AS k0, CAST(count(1) AS Nullable(Int64)) AS a0
FROM (SELECT * FROM calls WHERE tenant_id = {tenant:UUID}) AS f
WHERE started_at >= {p1:DateTime64(6, 'UTC')} AND started_at < {p2:DateTime64(6, 'UTC')} AND true
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

