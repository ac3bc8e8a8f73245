MATCH (e:Encounter)
WHERE e.batch = $id
RETURN e.id AS id
UNION ALL
MATCH (t:Tally)
WHERE t.batch = $id
RETURN t.id AS id
