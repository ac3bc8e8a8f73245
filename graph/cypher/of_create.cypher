UNWIND $rows AS row
MATCH (e:Encounter {id: row.id})
MATCH (p:Person {id: row.person_id})
SET e.person_id = row.person_id, e.linked = true
CREATE (e)-[:OF]->(p)
