MATCH (f:Finding {id: $finding})
WHERE f.version = $version AND f.withdrawn_at IS NULL
SET f.rejected_s = $rejected_s
MERGE (d:Decision {id: $row.id})
ON CREATE SET d = $row
MERGE (d)-[:ON]->(f)
RETURN d.id AS id
