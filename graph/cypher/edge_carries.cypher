UNWIND $rows AS row
MATCH (e:Encounter {id: row.id})
MATCH (n:Identifier {id: row.to})
CREATE (e)-[:CARRIES]->(n)
