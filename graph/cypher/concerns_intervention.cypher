UNWIND $rows AS row
MATCH (f:Finding {id: row.id})
MATCH (n:Intervention {id: row.to})
CREATE (f)-[:CONCERNS]->(n)
