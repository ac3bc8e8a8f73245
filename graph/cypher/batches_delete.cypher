UNWIND $ids AS id
MATCH (b:Batch {id: id})
DETACH DELETE b
