UNWIND $rows AS row
MERGE (n:Batch {id: row.id})
SET n += row.properties
