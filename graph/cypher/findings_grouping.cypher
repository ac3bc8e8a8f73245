UNWIND $rows AS row
MATCH (f:Finding {id: row.id})
SET f.grouping = row.grouping
