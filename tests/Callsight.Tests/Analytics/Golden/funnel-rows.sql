-- duckdb
WITH matching AS (
  SELECT lead_id AS entity, occurred_at AS t, sequence AS s, CASE WHEN json_extract_string(properties, $p4) LIKE '%.0' AND json_type(properties, $p4) = 'DOUBLE' THEN left(json_extract_string(properties, $p4), -2) ELSE json_extract_string(properties, $p4) END AS b,
    (type = $p1 AND coalesce(source = $p2, false)) AS m1,
    (type = $p3 AND true) AS m2
  FROM (SELECT * FROM t_0198f0000000700080000000000000aa.events WHERE tenant_id = $tenant UNION ALL SELECT * FROM hot.events WHERE tenant_id = $tenant) AS e
  WHERE occurred_at >= $p5 AND occurred_at < $p6 AND lead_id IS NOT NULL
    AND ((type = $p1 AND coalesce(source = $p2, false)) OR (type = $p3 AND true))
),
reached1 AS (
  SELECT *, CASE WHEN m1 AND t < $p7 THEN struct_pack(i1 := t, i2 := b) END AS c1
  FROM matching
),
waiting2 AS (
  SELECT *, max(c1) OVER (
    PARTITION BY entity ORDER BY t, s ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS w2
  FROM reached1
),
reached2 AS (
  SELECT *, CASE WHEN m2 AND date_diff('microsecond', w2.i1, t) <= $p8 THEN struct_pack(i1 := w2.i1, i2 := t, i3 := w2.i2) END AS c2
  FROM waiting2
),
firsts AS (
  SELECT entity,
    arg_min(c1, struct_pack(i1 := t, i2 := s)) FILTER (WHERE c1 IS NOT NULL) AS f1,
    arg_min(c2, struct_pack(i1 := t, i2 := s)) FILTER (WHERE c2 IS NOT NULL) AS f2,
    max(CASE WHEN m1 AND t < $p7 THEN t END) AS latest
  FROM reached2
  GROUP BY entity
),
depths AS (
  SELECT *, CASE WHEN f2 IS NOT NULL THEN 2 WHEN f1 IS NOT NULL THEN 1 END AS depth
  FROM firsts
),
chains AS (
  SELECT depth, latest,
    CASE WHEN depth = 1 THEN f1.i1 WHEN depth = 2 THEN f2.i1 END AS t1,
    CASE WHEN depth = 2 THEN f2.i2 END AS t2,
    CASE WHEN depth = 1 THEN f1.i2 WHEN depth = 2 THEN f2.i3 END AS b
  FROM depths
  WHERE depth IS NOT NULL
)
SELECT b,
  count(CASE WHEN depth >= 1 THEN 1 END),
  count(CASE WHEN depth >= 2 THEN 1 END), avg(date_diff('microsecond', t1, t2)) / 1000000.0, quantile_cont(date_diff('microsecond', t1, t2), 0.5) / 1000000.0,
  count(CASE WHEN depth < 2 AND latest > $p9 THEN 1 END)
FROM chains
GROUP BY b;
--   tenant: Identity 0198f000-0000-7000-8000-0000000000aa
--   p1: Text lead_created
--   p2: Text referral
--   p3: Text lead_converted
--   p4: Text /plan
--   p5: Instant 2026-03-27T23:00:00.0000000Z
--   p6: Instant 2026-04-29T22:00:00.0000000Z
--   p7: Instant 2026-03-30T22:00:00.0000000Z
--   p8: Whole 2592000000000
--   p9: Instant 2026-02-28T12:00:00.0000000Z

-- clickhouse
WITH matching AS (
  SELECT lead_id AS entity, occurred_at AS t, sequence AS s, if(JSONType(properties, {p4:String}) != 'Null', JSONExtractString(properties, {p4:String}), NULL) AS b,
    (type = {p1:String} AND coalesce(source = {p2:String}, false)) AS m1,
    (type = {p3:String} AND true) AS m2
  FROM (SELECT * FROM events WHERE tenant_id = {tenant:UUID}) AS e
  WHERE occurred_at >= {p5:DateTime64(6, 'UTC')} AND occurred_at < {p6:DateTime64(6, 'UTC')} AND lead_id IS NOT NULL
    AND ((type = {p1:String} AND coalesce(source = {p2:String}, false)) OR (type = {p3:String} AND true))
),
reached1 AS (
  SELECT *, if(m1 AND t < {p7:DateTime64(6, 'UTC')}, [tuple(t, b)], []) AS c1
  FROM matching
),
waiting2 AS (
  SELECT *, max(c1) OVER (
    PARTITION BY entity ORDER BY t, s ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS w2
  FROM reached1
),
reached2 AS (
  SELECT *, if(m2 AND dateDiff('microsecond', if(notEmpty(w2), w2[1].1, NULL), t) <= {p8:Int64}, [tuple(if(notEmpty(w2), w2[1].1, NULL), t, if(notEmpty(w2), w2[1].2, NULL))], []) AS c2
  FROM waiting2
),
firsts AS (
  SELECT entity,
    argMinIf(c1, tuple(t, s), notEmpty(c1)) AS f1,
    argMinIf(c2, tuple(t, s), notEmpty(c2)) AS f2,
    max(CASE WHEN m1 AND t < {p7:DateTime64(6, 'UTC')} THEN t END) AS latest
  FROM reached2
  GROUP BY entity
),
depths AS (
  SELECT *, CASE WHEN notEmpty(f2) THEN 2 WHEN notEmpty(f1) THEN 1 END AS depth
  FROM firsts
),
chains AS (
  SELECT depth, latest,
    CASE WHEN depth = 1 THEN if(notEmpty(f1), f1[1].1, NULL) WHEN depth = 2 THEN if(notEmpty(f2), f2[1].1, NULL) END AS t1,
    CASE WHEN depth = 2 THEN if(notEmpty(f2), f2[1].2, NULL) END AS t2,
    CASE WHEN depth = 1 THEN if(notEmpty(f1), f1[1].2, NULL) WHEN depth = 2 THEN if(notEmpty(f2), f2[1].3, NULL) END AS b
  FROM depths
  WHERE depth IS NOT NULL
)
SELECT b,
  count(CASE WHEN depth >= 1 THEN 1 END),
  count(CASE WHEN depth >= 2 THEN 1 END), avg(dateDiff('microsecond', t1, t2)) / 1000000.0, quantileExactInclusive(0.5)(dateDiff('microsecond', t1, t2)) / 1000000.0,
  count(CASE WHEN depth < 2 AND latest > {p9:DateTime64(6, 'UTC')} THEN 1 END)
FROM chains
GROUP BY b;
--   tenant: Identity 0198f000-0000-7000-8000-0000000000aa
--   p1: Text lead_created
--   p2: Text referral
--   p3: Text lead_converted
--   p4: Text plan
--   p5: Instant 2026-03-27T23:00:00.0000000Z
--   p6: Instant 2026-04-29T22:00:00.0000000Z
--   p7: Instant 2026-03-30T22:00:00.0000000Z
--   p8: Whole 2592000000000
--   p9: Instant 2026-02-28T12:00:00.0000000Z

