MATCH (e:Encounter {municipality: $code})
WHERE e.person_id <> ""
RETURN collect(e.id) AS id, collect(e.person_id) AS person
