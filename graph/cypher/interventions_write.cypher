UNWIND $rows AS row
MERGE (n:Intervention {id: row.id})
SET n += row
