-- duckdb
SELECT max(a0) AS a0
FROM (
SELECT CAST(count(1) AS BIGINT) AS a0
FROM (SELECT * FROM t_0198f0000000700080000000000000aa.calls WHERE tenant_id = $tenant) AS f
WHERE started_at >= $p7 AND started_at < $p8 AND (coalesce(direction = $p1, false) AND (NOT (coalesce(outcome IN ($p2, $p3), false))) AND coalesce(CAST(rating AS DOUBLE) >= $p4, false) AND coalesce(ended_at < $p5, false) AND (NOT coalesce(is_resolved = true, false)) AND coalesce(contains(translate(status, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'), $p6), false))
) AS parts;
--   tenant: Identity 0198f000-0000-7000-8000-0000000000aa
--   p1: Text inbound
--   p2: Text lost
--   p3: Text won
--   p4: Number 4
--   p5: Instant 2026-03-29T22:00:00.0000000Z
--   p6: Text done
--   p7: Instant 2026-03-27T23:00:00.0000000Z
--   p8: Instant 2026-03-30T22:00:00.0000000Z

-- clickhouse
SELECT max(a0) AS a0
FROM (
SELECT CAST(count(1) AS Nullable(Int64)) AS a0
FROM (SELECT * FROM calls WHERE tenant_id = {tenant:UUID}) AS f
WHERE started_at >= {p7:DateTime64(6, 'UTC')} AND started_at < {p8:DateTime64(6, 'UTC')} AND (coalesce(direction = {p1:String}, false) AND (NOT (coalesce(outcome IN ({p2:String}, {p3:String}), false))) AND coalesce(CAST(rating AS Nullable(Float64)) >= {p4:Float64}, false) AND coalesce(ended_at < {p5:DateTime64(6, 'UTC')}, false) AND (NOT coalesce(is_resolved = true, false)) AND coalesce(position(lower(status), {p6:String}) > 0, false))
) AS parts;
--   tenant: Identity 0198f000-0000-7000-8000-0000000000aa
--   p1: Text inbound
--   p2: Text lost
--   p3: Text won
--   p4: Number 4
--   p5: Instant 2026-03-29T22:00:00.0000000Z
--   p6: Text done
--   p7: Instant 2026-03-27T23:00:00.0000000Z
--   p8: Instant 2026-03-30T22:00:00.0000000Z

