UNWIND $rows AS row
MERGE (n:Identifier {id: row.id})
SET n += row.properties
