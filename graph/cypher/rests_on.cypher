UNWIND $rows AS row
MATCH (f:Finding {id: row.id})
MATCH (e:Encounter {id: row.to})
CREATE (f)-[:RESTS_ON]->(e)
