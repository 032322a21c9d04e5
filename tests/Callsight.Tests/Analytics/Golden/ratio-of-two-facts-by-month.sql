-- duckdb
SELECT k0, max(a0) AS a0, max(a1) AS a1
FROM (
SELECT CASE WHEN converted_at < $p5 THEN CAST(date_trunc('month', make_timestamp(epoch_us(converted_at) + $p3 * 1000000)) AS TIMESTAMP) ELSE CAST(date_trunc('month', make_timestamp(epoch_us(converted_at) + $p4 * 1000000)) AS TIMESTAMP) END AS k0, sum(value) AS a0, CAST(NULL AS DECIMAL(18,4)) AS a1
FROM (SELECT * FROM t_0198f0000000700080000000000000aa.leads WHERE tenant_id = $tenant) AS f
WHERE converted_at >= $p1 AND converted_at < $p2 AND true
GROUP BY 1
UNION ALL
SELECT CASE WHEN spent_at < $p5 THEN CAST(date_trunc('month', make_timestamp(epoch_us(spent_at) + $p3 * 1000000)) AS TIMESTAMP) ELSE CAST(date_trunc('month', make_timestamp(epoch_us(spent_at) + $p4 * 1000000)) AS TIMESTAMP) END AS k0, CAST(NULL AS DECIMAL(18,4)) AS a0, sum(amount) AS a1
FROM (SELECT * FROM t_0198f0000000700080000000000000aa.spend WHERE tenant_id = $tenant) AS f
WHERE spent_at >= $p1 AND spent_at < $p2 AND true
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
SELECT k0, max(a0) AS a0, max(a1) AS a1
FROM (
SELECT CASE WHEN converted_at < {p5:DateTime64(6, 'UTC')} THEN toDateTime64(date_trunc('month', addSeconds(converted_at, {p3:Int64})), 6, 'UTC') ELSE toDateTime64(date_trunc('month', addSeconds(converted_at, {p4:Int64})), 6, 'UTC') END AS k0, sumOrNull(value) AS a0, CAST(NULL AS Nullable(Decimal(18, 4))) AS a1
FROM (SELECT * FROM leads WHERE tenant_id = {tenant:UUID}) AS f
WHERE converted_at >= {p1:DateTime64(6, 'UTC')} AND converted_at < {p2:DateTime64(6, 'UTC')} AND true
GROUP BY 1
UNION ALL
SELECT CASE WHEN spent_at < {p5:DateTime64(6, 'UTC')} THEN toDateTime64(date_trunc('month', addSeconds(spent_at, {p3:Int64})), 6, 'UTC') ELSE toDateTime64(date_trunc('month', addSeconds(spent_at, {p4:Int64})), 6, 'UTC') END AS k0, CAST(NULL AS Nullable(Decimal(18, 4))) AS a0, sumOrNull(amount) AS a1
FROM (SELECT * FROM spend WHERE tenant_id = {tenant:UUID}) AS f
WHERE spent_at >= {p1:DateTime64(6, 'UTC')} AND spent_at < {p2:DateTime64(6, 'UTC')} AND true
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

