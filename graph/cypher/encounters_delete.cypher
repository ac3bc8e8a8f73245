UNWIND $ids AS id
MATCH (e:Encounter {id: id})
DETACH DELETE e
