UNWIND $ids AS id
MATCH (e:Encounter {id: id})
RETURN e.id AS id, properties(e) AS properties
