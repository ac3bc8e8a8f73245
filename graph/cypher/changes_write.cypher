UNWIND $rows AS row
MERGE (c:PersonChange {id: row.id})
ON CREATE SET c = row
