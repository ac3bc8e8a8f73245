UNWIND $rows AS row
MERGE (t:Tombstone {id: row.id})
ON CREATE SET t = row
