UNWIND $ids AS id
MATCH (f:Finding {id: id})
SET f.withdrawn_at = $now, f.withdrawn_because = $reason
