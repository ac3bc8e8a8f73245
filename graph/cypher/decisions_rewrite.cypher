UNWIND $rows AS row
MATCH (d:Decision {id: row.id})
SET d.content = row.content
