UNWIND $rows AS row
MATCH (e:Encounter {id: row.id})
MATCH (n:Source {id: row.to})
CREATE (e)-[:REPORTED_BY]->(n)
