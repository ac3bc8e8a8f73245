UNWIND $rows AS row
MATCH (f:Finding {id: row.id})
MATCH (n:Person {id: row.to})
CREATE (f)-[:CONCERNS]->(n)
