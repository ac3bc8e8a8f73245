UNWIND $ids AS id
MATCH (f:Finding {id: id})
SET f.tainted = false
