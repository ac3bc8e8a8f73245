UNWIND $rows AS row
MATCH (f:Finding {id: row.id})
MATCH (t:Tally {id: row.to})
CREATE (f)-[:RESTS_ON]->(t)
