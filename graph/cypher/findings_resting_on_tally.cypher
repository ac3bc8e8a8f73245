UNWIND $ids AS id
MATCH (f:Finding)-[:RESTS_ON]->(t:Tally {id: id})
WHERE f.withdrawn_at IS NULL
SET f.withdrawn_at = $now, f.withdrawn_because = $reason
