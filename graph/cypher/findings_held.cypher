MATCH (f:Finding {kind: $kind})-[:RESTS_ON]->(e:Encounter)
WHERE f.withdrawn_at IS NULL
RETURN f.id AS id, collect(DISTINCT e.municipality) AS towns
