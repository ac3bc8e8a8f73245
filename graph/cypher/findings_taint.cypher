UNWIND $ids AS id
MATCH (f:Finding)-[:RESTS_ON]->(e:Encounter {id: id})
SET f.tainted = true
