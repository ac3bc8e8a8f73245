UNWIND $ids AS id
MATCH (f:Finding {id: id})
WHERE f.withdrawn_at IS NULL
RETURN f.id AS id
