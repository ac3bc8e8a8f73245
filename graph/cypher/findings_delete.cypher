UNWIND $ids AS id
MATCH (f:Finding {id: id})
OPTIONAL MATCH (f)-[:FOLLOWS]->(v:FindingVersion)
DETACH DELETE v, f
