UNWIND $ids AS id
MATCH (n:Intervention {id: id})
DETACH DELETE n
