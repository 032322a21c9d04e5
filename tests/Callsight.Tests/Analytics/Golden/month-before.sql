-- duckdb
SELECT k0, max(a0) AS a0, max(a1) AS a1
FROM (
SELECT CASE WHEN qualified_at < $p5 THEN CAST(date_trunc('month', make_timestamp(epoch_us(qualified_at) + $p3 * 1000000)) AS TIMESTAMP) ELSE CAST(date_trunc('month', make_timestamp(epoch_us(qualified_at) + $p4 * 1000000)) AS TIMESTAMP) END AS k0, CAST(count(1) AS BIGINT) AS a0, CAST(NULL AS BIGINT) AS a1
FROM (SELECT * FROM t_0198f0000000700080000000000000aa.leads WHERE tenant_id = $tenant) AS f
WHERE qualified_at >= $p1 AND qualified_at < $p2 AND true
GROUP BY 1
UNION ALL
SELECT bucket AS k0, CAST(NULL AS BIGINT) AS a0, CAST(count(1) AS BIGINT) AS a1
FROM (
SELECT b.bucket AS bucket, s.*
FROM (SELECT * FROM t_0198f0000000700080000000000000aa.leads WHERE tenant_id = $tenant) AS s
CROSS JOIN (SELECT unnest($p6) AS bucket, unnest($p7) AS bucket_start, unnest($p7) AS bucket_end) AS b
WHERE s.qualified_at >= b.bucket_start AND s.qualified_at < b.bucket_end
) AS f
WHERE true
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
--   p6: Instants 1 from 2026-03-01T00:00 to 2026-03-01T00:00
--   p7: Instants 1 from 2026-02-27T23:00 to 2026-02-27T23:00

-- clickhouse
SELECT k0, max(a0) AS a0, max(a1) AS a1
FROM (
SELECT CASE WHEN qualified_at < {p5:DateTime64(6, 'UTC')} THEN toDateTime64(date_trunc('month', addSeconds(qualified_at, {p3:Int64})), 6, 'UTC') ELSE toDateTime64(date_trunc('month', addSeconds(qualified_at, {p4:Int64})), 6, 'UTC') END AS k0, CAST(count(1) AS Nullable(Int64)) AS a0, CAST(NULL AS Nullable(Int64)) AS a1
FROM (SELECT * FROM leads WHERE tenant_id = {tenant:UUID}) AS f
WHERE qualified_at >= {p1:DateTime64(6, 'UTC')} AND qualified_at < {p2:DateTime64(6, 'UTC')} AND true
GROUP BY 1
UNION ALL
SELECT bucket AS k0, CAST(NULL AS Nullable(Int64)) AS a0, CAST(count(1) AS Nullable(Int64)) AS a1
FROM (
SELECT b.bucket AS bucket, s.*
FROM (SELECT * FROM leads WHERE tenant_id = {tenant:UUID}) AS s
CROSS JOIN (SELECT edges.1 AS bucket, edges.2 AS bucket_start, edges.3 AS bucket_end FROM (SELECT arrayJoin(arrayZip({p6:Array(DateTime64(6, 'UTC'))}, {p7:Array(DateTime64(6, 'UTC'))}, {p7:Array(DateTime64(6, 'UTC'))})) AS edges)) AS b
WHERE s.qualified_at >= b.bucket_start AND s.qualified_at < b.bucket_end
) AS f
WHERE true
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
--   p6: Instants 1 from 2026-03-01T00:00 to 2026-03-01T00:00
--   p7: Instants 1 from 2026-02-27T23:00 to 2026-02-27T23:00

