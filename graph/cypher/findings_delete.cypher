UNWIND $ids AS id
MATCH (f:Finding {id: id})
DETACH DELETE f
