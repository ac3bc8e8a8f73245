UNWIND $rows AS row
MERGE (n:Municipality {code: row.code})
SET n += row.properties
