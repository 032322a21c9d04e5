-- duckdb
SELECT k0, max(a0) AS a0
FROM (
SELECT place AS k0, CAST(quantile_cont(date_diff('microsecond', entered_at, left_at), 0.5) AS DOUBLE) AS a0
FROM (SELECT * FROM (SELECT *, min(CAST(entered_at AS TIMESTAMP)) OVER (PARTITION BY lead_id ORDER BY entered_at, sequence ROWS BETWEEN 1 FOLLOWING AND 1 FOLLOWING) AS left_at
FROM (SELECT *, min(place) OVER (PARTITION BY lead_id ORDER BY entered_at, sequence ROWS BETWEEN 1 PRECEDING AND 1 PRECEDING) AS place_before
FROM (SELECT lead_id, agent_id, team_id, campaign_id, source, occurred_at AS entered_at, sequence, CAST(coalesce(stage, '') AS VARCHAR) AS place
FROM (SELECT * FROM t_0198f0000000700080000000000000aa.events WHERE tenant_id = $tenant UNION ALL BY NAME SELECT * FROM hot.events WHERE tenant_id = $tenant) AS r
WHERE type IN ($p1, $p2) AND type IS NOT NULL
    AND lead_id IN (SELECT lead_id FROM (SELECT * FROM t_0198f0000000700080000000000000aa.leads WHERE tenant_id = $tenant) AS l)) AS e) AS c
WHERE coalesce(place_before <> place, true)) AS k WHERE place <> '') AS f
WHERE left_at >= $p3 AND left_at < $p4 AND true
GROUP BY 1
) AS parts
GROUP BY k0
LIMIT 200001;
--   tenant: Identity 0198f000-0000-7000-8000-0000000000aa
--   p1: Text lead_created
--   p2: Text lead_updated
--   p3: Instant 2026-03-27T23:00:00.0000000Z
--   p4: Instant 2026-03-30T22:00:00.0000000Z

-- clickhouse
SELECT k0, max(a0) AS a0
FROM (
SELECT place AS k0, CAST(quantileExactInclusive(0.5)(dateDiff('microsecond', entered_at, left_at)) AS Nullable(Float64)) AS a0
FROM (SELECT * FROM (SELECT *, min(CAST(entered_at AS Nullable(DateTime64(6, 'UTC')))) OVER (PARTITION BY lead_id ORDER BY entered_at, sequence ROWS BETWEEN 1 FOLLOWING AND 1 FOLLOWING) AS left_at
FROM (SELECT *, min(place) OVER (PARTITION BY lead_id ORDER BY entered_at, sequence ROWS BETWEEN 1 PRECEDING AND 1 PRECEDING) AS place_before
FROM (SELECT lead_id, agent_id, team_id, campaign_id, source, occurred_at AS entered_at, sequence, CAST(coalesce(stage, '') AS Nullable(String)) AS place
FROM (SELECT * FROM events WHERE tenant_id = {tenant:UUID}) AS r
WHERE type IN ({p1:String}, {p2:String}) AND type IS NOT NULL
    AND lead_id IN (SELECT lead_id FROM (SELECT * FROM leads WHERE tenant_id = {tenant:UUID}) AS l)) AS e) AS c
WHERE coalesce(place_before <> place, true)) AS k WHERE place <> '') AS f
WHERE left_at >= {p3:DateTime64(6, 'UTC')} AND left_at < {p4:DateTime64(6, 'UTC')} AND true
GROUP BY 1
) AS parts
GROUP BY k0
LIMIT 200001;
--   tenant: Identity 0198f000-0000-7000-8000-0000000000aa
--   p1: Text lead_created
--   p2: Text lead_updated
--   p3: Instant 2026-03-27T23:00:00.0000000Z
--   p4: Instant 2026-03-30T22:00:00.0000000Z

