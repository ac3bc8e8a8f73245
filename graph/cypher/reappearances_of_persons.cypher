UNWIND $person_ids AS person_id
MATCH (p:Person {id: person_id})<-[:CONCERNS]-(f:Finding {kind: 'reappearance'})
WHERE f.withdrawn_at IS NULL
RETURN DISTINCT f.content AS content
