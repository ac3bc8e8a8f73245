MATCH (e:Encounter {person_id: $person_id})
RETURN e.id AS id ORDER BY e.id
