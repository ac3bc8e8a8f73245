UNWIND $ids AS id
MATCH (t:Tally {id: id})<-[:RESTS_ON]-(f:Finding)-[:CONCERNS]->(p:Person)
WHERE f.withdrawn_at IS NULL
RETURN DISTINCT p.id AS person_id
