-- duckdb
SELECT k0, max(a0) AS a0
FROM (
SELECT bucket AS k0, CAST(sum(date_diff('microsecond', inside_from, inside_to)) AS BIGINT) AS a0
FROM (
SELECT b.bucket AS bucket, s.*, greatest(s.from_at, b.bucket_start) AS inside_from, least(s.to_at, b.bucket_end) AS inside_to
FROM (
SELECT agent_id, team_id, queue_id, campaign_id, lead_id, direction, outcome, $p6 AS activity,
    answered_at AS from_at, CASE WHEN ended_at IS NULL THEN greatest(answered_at, $p3) ELSE answered_at + to_milliseconds(coalesce(talk_ms, 0)) END AS to_at
FROM (SELECT * FROM t_0198f0000000700080000000000000aa.calls WHERE tenant_id = $tenant) AS c WHERE is_answered = true AND answered_at IS NOT NULL AND started_at < $p5
UNION ALL
SELECT agent_id, team_id, queue_id, campaign_id, lead_id, direction, outcome, $p7 AS activity,
    answered_at + to_milliseconds(coalesce(talk_ms, 0)) AS from_at, answered_at + to_milliseconds(coalesce(talk_ms, 0) + coalesce(hold_ms, 0)) AS to_at
FROM (SELECT * FROM t_0198f0000000700080000000000000aa.calls WHERE tenant_id = $tenant) AS c WHERE is_answered = true AND answered_at IS NOT NULL AND started_at < $p5 AND ended_at IS NOT NULL
UNION ALL
SELECT agent_id, team_id, queue_id, campaign_id, lead_id, direction, outcome, $p8 AS activity,
    ended_at AS from_at, ended_at + to_milliseconds(coalesce(wrap_up_ms, 0)) AS to_at
FROM (SELECT * FROM t_0198f0000000700080000000000000aa.calls WHERE tenant_id = $tenant) AS c WHERE is_answered = true AND ended_at < $p5
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
--   p6: Text talk
--   p7: Text hold
--   p8: Text wrap_up

-- clickhouse
SELECT k0, max(a0) AS a0
FROM (
SELECT bucket AS k0, CAST(sumOrNull(dateDiff('microsecond', inside_from, inside_to)) AS Nullable(Int64)) AS a0
FROM (
SELECT b.bucket AS bucket, s.*, greatest(s.from_at, b.bucket_start) AS inside_from, least(s.to_at, b.bucket_end) AS inside_to
FROM (
SELECT agent_id, team_id, queue_id, campaign_id, lead_id, direction, outcome, {p6:String} AS activity,
    answered_at AS from_at, CASE WHEN ended_at IS NULL THEN greatest(answered_at, {p3:DateTime64(6, 'UTC')}) ELSE addMilliseconds(answered_at, coalesce(talk_ms, 0)) END AS to_at
FROM (SELECT * FROM calls WHERE tenant_id = {tenant:UUID}) AS c WHERE is_answered = true AND answered_at IS NOT NULL AND started_at < {p5:DateTime64(6, 'UTC')}
UNION ALL
SELECT agent_id, team_id, queue_id, campaign_id, lead_id, direction, outcome, {p7:String} AS activity,
    addMilliseconds(answered_at, coalesce(talk_ms, 0)) AS from_at, addMilliseconds(answered_at, coalesce(talk_ms, 0) + coalesce(hold_ms, 0)) AS to_at
FROM (SELECT * FROM calls WHERE tenant_id = {tenant:UUID}) AS c WHERE is_answered = true AND answered_at IS NOT NULL AND started_at < {p5:DateTime64(6, 'UTC')} AND ended_at IS NOT NULL
UNION ALL
SELECT agent_id, team_id, queue_id, campaign_id, lead_id, direction, outcome, {p8:String} AS activity,
    ended_at AS from_at, addMilliseconds(ended_at, coalesce(wrap_up_ms, 0)) AS to_at
FROM (SELECT * FROM calls WHERE tenant_id = {tenant:UUID}) AS c WHERE is_answered = true AND ended_at < {p5:DateTime64(6, 'UTC')}
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
--   p6: Text talk
--   p7: Text hold
--   p8: Text wrap_up

