UNWIND $rows AS row
MATCH (e:Encounter {id: row.id})
MATCH (n:Operation {id: row.to})
CREATE (e)-[:DURING]->(n)
