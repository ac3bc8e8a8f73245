UNWIND $person_ids AS person_id
MATCH (e:Encounter {person_id: person_id})
SET e.linked = false
