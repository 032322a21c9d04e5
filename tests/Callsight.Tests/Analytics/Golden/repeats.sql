-- duckdb
SELECT k0, max(a0) AS a0, max(a1) AS a1
FROM (
SELECT agent_id AS k0, CAST(count(CASE WHEN is_answered = true AND coalesce(since_previous_us > $p6, true) AND is_transferred = false AND is_resolved = true AND coalesce(until_next_us > $p6, true) THEN 1 END) AS BIGINT) AS a0, CAST(count(CASE WHEN is_answered = true AND coalesce(since_previous_us > $p6, true) THEN 1 END) AS BIGINT) AS a1
FROM (SELECT *, date_diff('microsecond', previous_at, started_at) AS since_previous_us,
    date_diff('microsecond', started_at, next_at) AS until_next_us
FROM (SELECT *, min(CAST(started_at AS TIMESTAMP)) OVER (PARTITION BY who ORDER BY started_at, tie ROWS BETWEEN 1 PRECEDING AND 1 PRECEDING) AS previous_at,
    min(CAST(started_at AS TIMESTAMP)) OVER (PARTITION BY who ORDER BY started_at, tie ROWS BETWEEN 1 FOLLOWING AND 1 FOLLOWING) AS next_at
FROM (SELECT *, coalesce(CAST(lead_id AS VARCHAR), caller) AS who,
    CAST(call_id AS VARCHAR) AS tie
FROM (SELECT * FROM t_0198f0000000700080000000000000aa.calls WHERE tenant_id = $tenant) AS r
WHERE direction = $p3 AND started_at >= $p1 AND started_at < $p2) AS c
WHERE who IS NOT NULL) AS w) AS f
WHERE ended_at >= $p4 AND ended_at < $p5 AND true
GROUP BY 1
) AS parts
GROUP BY k0
LIMIT 200001;
--   tenant: Identity 0198f000-0000-7000-8000-0000000000aa
--   p1: Instant 2025-12-20T23:00:00.0000000Z
--   p2: Instant 2026-06-28T22:00:00.0000000Z
--   p3: Text inbound
--   p4: Instant 2026-03-27T23:00:00.0000000Z
--   p5: Instant 2026-03-30T22:00:00.0000000Z
--   p6: Whole 604800000000

-- clickhouse
SELECT k0, max(a0) AS a0, max(a1) AS a1
FROM (
SELECT agent_id AS k0, CAST(count(CASE WHEN is_answered = true AND coalesce(since_previous_us > {p6:Int64}, true) AND is_transferred = false AND is_resolved = true AND coalesce(until_next_us > {p6:Int64}, true) THEN 1 END) AS Nullable(Int64)) AS a0, CAST(count(CASE WHEN is_answered = true AND coalesce(since_previous_us > {p6:Int64}, true) THEN 1 END) AS Nullable(Int64)) AS a1
FROM (SELECT *, dateDiff('microsecond', previous_at, started_at) AS since_previous_us,
    dateDiff('microsecond', started_at, next_at) AS until_next_us
FROM (SELECT *, min(CAST(started_at AS Nullable(DateTime64(6, 'UTC')))) OVER (PARTITION BY who ORDER BY started_at, tie ROWS BETWEEN 1 PRECEDING AND 1 PRECEDING) AS previous_at,
    min(CAST(started_at AS Nullable(DateTime64(6, 'UTC')))) OVER (PARTITION BY who ORDER BY started_at, tie ROWS BETWEEN 1 FOLLOWING AND 1 FOLLOWING) AS next_at
FROM (SELECT *, coalesce(CAST(lead_id AS Nullable(String)), caller) AS who,
    CAST(call_id AS Nullable(String)) AS tie
FROM (SELECT * FROM calls WHERE tenant_id = {tenant:UUID}) AS r
WHERE direction = {p3:String} AND started_at >= {p1:DateTime64(6, 'UTC')} AND started_at < {p2:DateTime64(6, 'UTC')}) AS c
WHERE who IS NOT NULL) AS w) AS f
WHERE ended_at >= {p4:DateTime64(6, 'UTC')} AND ended_at < {p5:DateTime64(6, 'UTC')} AND true
GROUP BY 1
) AS parts
GROUP BY k0
LIMIT 200001;
--   tenant: Identity 0198f000-0000-7000-8000-0000000000aa
--   p1: Instant 2025-12-20T23:00:00.0000000Z
--   p2: Instant 2026-06-28T22:00:00.0000000Z
--   p3: Text inbound
--   p4: Instant 2026-03-27T23:00:00.0000000Z
--   p5: Instant 2026-03-30T22:00:00.0000000Z
--   p6: Whole 604800000000

