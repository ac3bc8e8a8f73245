UNWIND $rows AS row
MERGE (n:Premises {id: row.id})
SET n += row.properties
