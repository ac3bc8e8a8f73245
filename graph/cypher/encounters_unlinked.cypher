MATCH (e:Encounter)
WHERE e.linked = false
RETURN collect(e.id) AS id
