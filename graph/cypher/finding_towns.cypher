MATCH (f:Finding {id: $id})-[:RESTS_ON]->(e:Encounter)
RETURN collect(DISTINCT e.municipality) AS towns
