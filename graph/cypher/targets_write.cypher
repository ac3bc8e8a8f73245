UNWIND $rows AS row
MERGE (t:AlertTarget {id: row.id})
SET t.content = row.content
