UNWIND $rows AS row
MERGE (q:Question {id: row.id})
ON CREATE SET q = row
