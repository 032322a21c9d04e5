-- duckdb
SELECT k0, max(a0) AS a0, max(a1) AS a1
FROM (
SELECT bucket AS k0, CAST(sum(CASE WHEN status = $p6 THEN date_diff('microsecond', inside_from, inside_to) END) AS BIGINT) AS a0, CAST(NULL AS BIGINT) AS a1
FROM (
SELECT b.bucket AS bucket, s.*, greatest(s.from_at, b.bucket_start) AS inside_from, least(s.to_at, b.bucket_end) AS inside_to
FROM (
SELECT agent_id, team_id, status, reason, started_at AS from_at, greatest(started_at, coalesce(ended_at, $p3)) AS to_at
FROM (SELECT * FROM t_0198f0000000700080000000000000aa.agent_states WHERE tenant_id = $tenant) AS s
WHERE started_at < $p5 AND greatest(started_at, coalesce(ended_at, $p5)) >= $p4
) AS s
CROSS JOIN (SELECT unnest($p1) AS bucket, unnest($p1) AS bucket_start, unnest($p2) AS bucket_end) AS b
WHERE s.from_at < b.bucket_end AND s.to_at >= b.bucket_start AND (s.to_at > b.bucket_start OR s.to_at = s.from_at)
) AS f
WHERE true
GROUP BY 1
UNION ALL
SELECT bucket AS k0, CAST(NULL AS BIGINT) AS a0, CAST(count(DISTINCT agent_id) AS BIGINT) AS a1
FROM (
SELECT b.bucket AS bucket, s.*, greatest(s.from_at, b.bucket_start) AS inside_from, least(s.to_at, b.bucket_end) AS inside_to
FROM (
SELECT agent_id, team_id, status, reason, started_at AS from_at, greatest(started_at, coalesce(ended_at, $p3)) AS to_at
FROM (SELECT * FROM t_0198f0000000700080000000000000aa.agent_states WHERE tenant_id = $tenant) AS s
WHERE started_at < $p5 AND greatest(started_at, coalesce(ended_at, $p5)) >= $p4 AND status <> $p7
UNION ALL
SELECT agent_id, team_id, status, outcome AS reason, started_at AS from_at, started_at AS to_at
FROM (SELECT * FROM t_0198f0000000700080000000000000aa.calls WHERE tenant_id = $tenant) AS c WHERE agent_id IS NOT NULL AND started_at >= $p4 AND started_at < $p5
UNION ALL
SELECT agent_id, team_id, status, outcome AS reason, ended_at AS from_at, ended_at AS to_at
FROM (SELECT * FROM t_0198f0000000700080000000000000aa.calls WHERE tenant_id = $tenant) AS c WHERE agent_id IS NOT NULL AND ended_at >= $p4 AND ended_at < $p5
) AS s
CROSS JOIN (SELECT unnest($p1) AS bucket, unnest($p1) AS bucket_start, unnest($p2) AS bucket_end) AS b
WHERE s.from_at < b.bucket_end AND s.to_at >= b.bucket_start AND (s.to_at > b.bucket_start OR s.to_at = s.from_at)
) AS f
WHERE true
GROUP BY 1
) AS parts
GROUP BY k0
LIMIT 200001;
--   tenant: Identity 0198f000-0000-7000-8000-0000000000aa
--   p1: Instants 71 from 2026-03-27T23:00 to 2026-03-30T21:00
--   p2: Instants 71 from 2026-03-28T00:00 to 2026-03-30T22:00
--   p3: Instant 2026-03-30T12:00:00.0000000Z
--   p4: Instant 2026-03-27T23:00:00.0000000Z
--   p5: Instant 2026-03-30T22:00:00.0000000Z
--   p6: Text available
--   p7: Text offline

-- clickhouse
SELECT k0, max(a0) AS a0, max(a1) AS a1
FROM (
SELECT bucket AS k0, CAST(sumOrNull(CASE WHEN status = {p6:String} THEN dateDiff('microsecond', inside_from, inside_to) END) AS Nullable(Int64)) AS a0, CAST(NULL AS Nullable(Int64)) AS a1
FROM (
SELECT b.bucket AS bucket, s.*, greatest(s.from_at, b.bucket_start) AS inside_from, least(s.to_at, b.bucket_end) AS inside_to
FROM (
SELECT agent_id, team_id, status, reason, started_at AS from_at, greatest(started_at, coalesce(ended_at, {p3:DateTime64(6, 'UTC')})) AS to_at
FROM (SELECT * FROM agent_states WHERE tenant_id = {tenant:UUID}) AS s
WHERE started_at < {p5:DateTime64(6, 'UTC')} AND greatest(started_at, coalesce(ended_at, {p5:DateTime64(6, 'UTC')})) >= {p4:DateTime64(6, 'UTC')}
) AS s
CROSS JOIN (SELECT edges.1 AS bucket, edges.2 AS bucket_start, edges.3 AS bucket_end FROM (SELECT arrayJoin(arrayZip({p1:Array(DateTime64(6, 'UTC'))}, {p1:Array(DateTime64(6, 'UTC'))}, {p2:Array(DateTime64(6, 'UTC'))})) AS edges)) AS b
WHERE s.from_at < b.bucket_end AND s.to_at >= b.bucket_start AND (s.to_at > b.bucket_start OR s.to_at = s.from_at)
) AS f
WHERE true
GROUP BY 1
UNION ALL
SELECT bucket AS k0, CAST(NULL AS Nullable(Int64)) AS a0, CAST(uniqExact(agent_id) AS Nullable(Int64)) AS a1
FROM (
SELECT b.bucket AS bucket, s.*, greatest(s.from_at, b.bucket_start) AS inside_from, least(s.to_at, b.bucket_end) AS inside_to
FROM (
SELECT agent_id, team_id, status, reason, started_at AS from_at, greatest(started_at, coalesce(ended_at, {p3:DateTime64(6, 'UTC')})) AS to_at
FROM (SELECT * FROM agent_states WHERE tenant_id = {tenant:UUID}) AS s
WHERE started_at < {p5:DateTime64(6, 'UTC')} AND greatest(started_at, coalesce(ended_at, {p5:DateTime64(6, 'UTC')})) >= {p4:DateTime64(6, 'UTC')} AND status <> {p7:String}
UNION ALL
SELECT agent_id, team_id, status, outcome AS reason, started_at AS from_at, started_at AS to_at
FROM (SELECT * FROM calls WHERE tenant_id = {tenant:UUID}) AS c WHERE agent_id IS NOT NULL AND started_at >= {p4:DateTime64(6, 'UTC')} AND started_at < {p5:DateTime64(6, 'UTC')}
UNION ALL
SELECT agent_id, team_id, status, outcome AS reason, ended_at AS from_at, ended_at AS to_at
FROM (SELECT * FROM calls WHERE tenant_id = {tenant:UUID}) AS c WHERE agent_id IS NOT NULL AND ended_at >= {p4:DateTime64(6, 'UTC')} AND ended_at < {p5:DateTime64(6, 'UTC')}
) AS s
CROSS JOIN (SELECT edges.1 AS bucket, edges.2 AS bucket_start, edges.3 AS bucket_end FROM (SELECT arrayJoin(arrayZip({p1:Array(DateTime64(6, 'UTC'))}, {p1:Array(DateTime64(6, 'UTC'))}, {p2:Array(DateTime64(6, 'UTC'))})) AS edges)) AS b
WHERE s.from_at < b.bucket_end AND s.to_at >= b.bucket_start AND (s.to_at > b.bucket_start OR s.to_at = s.from_at)
) AS f
WHERE true
GROUP BY 1
) AS parts
GROUP BY k0
LIMIT 200001;
--   tenant: Identity 0198f000-0000-7000-8000-0000000000aa
--   p1: Instants 71 from 2026-03-27T23:00 to 2026-03-30T21:00
--   p2: Instants 71 from 2026-03-28T00:00 to 2026-03-30T22:00
--   p3: Instant 2026-03-30T12:00:00.0000000Z
--   p4: Instant 2026-03-27T23:00:00.0000000Z
--   p5: Instant 2026-03-30T22:00:00.0000000Z
--   p6: Text available
--   p7: Text offline

