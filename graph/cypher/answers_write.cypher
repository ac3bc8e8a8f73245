UNWIND $rows AS row
MERGE (a:Answer {id: row.id})
ON CREATE SET a = row
