MATCH (c:Case {id: $id})
WHERE c.mark = $mark
UNWIND $rows AS row
MERGE (a:Alert {id: row.id})
ON CREATE SET a = row
