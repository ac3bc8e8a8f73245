UNWIND $rows AS row
MATCH (f:Finding {id: row.id})
MATCH (n:Municipality {code: row.to})
CREATE (f)-[:CONCERNS]->(n)
