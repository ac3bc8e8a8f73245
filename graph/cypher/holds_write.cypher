UNWIND $rows AS row
MERGE (h:Hold {id: row.id})
ON CREATE SET h = row
