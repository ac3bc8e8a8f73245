MATCH (p:Person {id: $person_id})<-[:CONCERNS]-(f:Finding)
WHERE f.withdrawn_at IS NULL
RETURN DISTINCT f.id AS id, f.kind AS kind, f.content AS content ORDER BY id
