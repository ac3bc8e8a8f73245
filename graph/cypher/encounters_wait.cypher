MATCH (e:Encounter {municipality: $code})
WHERE e.names_person
SET e.linked = false
