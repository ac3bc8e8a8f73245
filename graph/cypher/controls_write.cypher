UNWIND $rows AS row
MERGE (n:Control {id: row.id})
SET n += row
