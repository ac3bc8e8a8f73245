MATCH (e:Encounter)
WHERE e.last_day > $after AND e.version = 1
RETURN e.source_id AS source, e.batch AS batch, e.last_day AS day, count(e) AS encounters
