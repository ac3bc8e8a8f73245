UNWIND $rows AS row
MATCH (e:Encounter {id: row.id})
MATCH (n:Batch {id: row.to})
CREATE (e)-[:LOADED_IN]->(n)
