UNWIND $ids AS id
MATCH (n:Control {id: id})
DETACH DELETE n
