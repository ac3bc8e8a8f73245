UNWIND $ids AS id
MATCH (e:Encounter {id: id})
WHERE e.person_id IS NOT NULL
SET e.linked = false
