UNWIND $rows AS row
MERGE (n:Operation {id: row.id})
SET n += row.properties
