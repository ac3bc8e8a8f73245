UNWIND $rows AS row
MERGE (c:Case {id: row.id})
SET c += row
