MATCH (d:Decision)-[:ON]->(f:Finding {id: $finding})
RETURN d.content AS content ORDER BY d.at, d.id
