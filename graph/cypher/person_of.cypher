UNWIND $ids AS id
MATCH (e:Encounter {id: id})
WHERE e.person_id <> ''
RETURN e.id AS id, e.person_id AS person_id
