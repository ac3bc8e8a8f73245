UNWIND $rows AS row
MERGE (r:Release {id: row.id})
ON CREATE SET r = row
RETURN r.content AS content
