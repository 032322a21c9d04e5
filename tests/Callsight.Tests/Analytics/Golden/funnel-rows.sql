-- duckdb
SELECT lead_id AS entity, date_diff('microsecond', $p5, occurred_at) AS at, (CASE WHEN (type = $p2 AND coalesce(source = $p1, false)) THEN 1 ELSE 0 END) + (CASE WHEN (type = $p3 AND true) THEN 2 ELSE 0 END) + (CASE WHEN (type = $p4 AND true) THEN 4 ELSE 0 END) AS matched, campaign_id AS v0, CASE WHEN json_extract_string(properties, $p8) LIKE '%.0' AND json_type(properties, $p8) = 'DOUBLE' THEN left(json_extract_string(properties, $p8), -2) ELSE json_extract_string(properties, $p8) END AS v1
FROM (SELECT * FROM t_0198f0000000700080000000000000aa.events WHERE tenant_id = $tenant UNION ALL BY NAME SELECT * FROM hot.events WHERE tenant_id = $tenant) AS e
WHERE occurred_at >= $p6 AND occurred_at < $p7 AND lead_id IS NOT NULL AND ((type = $p2 AND coalesce(source = $p1, false)) OR (type = $p3 AND true) OR (type = $p4 AND true)) AND lead_id NOT IN (
  SELECT lead_id FROM (SELECT * FROM t_0198f0000000700080000000000000aa.events WHERE tenant_id = $tenant UNION ALL BY NAME SELECT * FROM hot.events WHERE tenant_id = $tenant) AS earlier
  WHERE occurred_at < $p6 AND lead_id IS NOT NULL
    AND ((type = $p2 AND coalesce(source = $p1, false)))
)
ORDER BY lead_id, occurred_at, sequence;
--   tenant: Identity 0198f000-0000-7000-8000-0000000000aa
--   p1: Text referral
--   p2: Text lead_created
--   p3: Text lead_converted
--   p4: Text lead_lost
--   p5: Instant 1970-01-01T00:00:00.0000000Z
--   p6: Instant 2026-03-27T23:00:00.0000000Z
--   p7: Instant 2026-04-29T22:00:00.0000000Z
--   p8: Text /plan

-- clickhouse
SELECT lead_id AS entity, dateDiff('microsecond', {p5:DateTime64(6, 'UTC')}, occurred_at) AS at, (CASE WHEN (type = {p2:String} AND coalesce(source = {p1:String}, false)) THEN 1 ELSE 0 END) + (CASE WHEN (type = {p3:String} AND true) THEN 2 ELSE 0 END) + (CASE WHEN (type = {p4:String} AND true) THEN 4 ELSE 0 END) AS matched, campaign_id AS v0, if(JSONType(properties, {p8:String}) != 'Null', JSONExtractString(properties, {p8:String}), NULL) AS v1
FROM (SELECT * FROM events WHERE tenant_id = {tenant:UUID}) AS e
WHERE occurred_at >= {p6:DateTime64(6, 'UTC')} AND occurred_at < {p7:DateTime64(6, 'UTC')} AND lead_id IS NOT NULL AND ((type = {p2:String} AND coalesce(source = {p1:String}, false)) OR (type = {p3:String} AND true) OR (type = {p4:String} AND true)) AND lead_id NOT IN (
  SELECT lead_id FROM (SELECT * FROM events WHERE tenant_id = {tenant:UUID}) AS earlier
  WHERE occurred_at < {p6:DateTime64(6, 'UTC')} AND lead_id IS NOT NULL
    AND ((type = {p2:String} AND coalesce(source = {p1:String}, false)))
)
ORDER BY lead_id, occurred_at, sequence;
--   tenant: Identity 0198f000-0000-7000-8000-0000000000aa
--   p1: Text referral
--   p2: Text lead_created
--   p3: Text lead_converted
--   p4: Text lead_lost
--   p5: Instant 1970-01-01T00:00:00.0000000Z
--   p6: Instant 2026-03-27T23:00:00.0000000Z
--   p7: Instant 2026-04-29T22:00:00.0000000Z
--   p8: Text plan

