UNWIND $rows AS row
MATCH (e:Encounter {id: row.id})
MATCH (n:Premises {id: row.to})
CREATE (e)-[:AT]->(n)
