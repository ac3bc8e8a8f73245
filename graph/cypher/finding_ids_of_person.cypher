MATCH (p:Person {id: $person_id})<-[:CONCERNS]-(f:Finding)
RETURN DISTINCT f.id AS id ORDER BY id
