MATCH (e:Encounter {linked: false})
RETURN e.id AS id
